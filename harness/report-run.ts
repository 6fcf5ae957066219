// The `run` part of a report: when, where and with what.

import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../core/compiled-entry.ts'
import type { LoadResult } from '../core/load-result.ts'
import type { ReportedRun } from '../core/report.ts'
import type { Scenario } from '../core/scenario.ts'
import type { HarnessOptions } from './harness-options.ts'

export const harnessVersion: string = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version

export interface RunFacts {
  readonly startedAt: Date
  readonly load: LoadResult
  readonly problems: readonly string[]
}

export function reportRun(
  scenario: Scenario,
  options: HarnessOptions,
  { startedAt, load, problems }: RunFacts,
): ReportedRun {
  return {
    startedAt: startedAt.toISOString(),
    durationSeconds: load.endSeconds,
    seed: scenario.load.seed,
    interrupted: load.interrupted,
    harnessVersion,
    nodeVersion: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpuCount: availableParallelism(),
    workers: options.workers,
    folder: options.folder,
    replay: options.replay,
    problems,
  }
}
