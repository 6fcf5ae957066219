// The `run` part of a report: when, where and with what.

import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../core/compiled-entry.ts'
import type { ReportedRun } from '../core/report/report.ts'
import type { LoadResult } from '../core/run/load-result.ts'
import type { RunRecord } from '../core/run/run-record.ts'
import type { Scenario } from '../core/scenario/scenario.ts'
import type { HarnessOptions } from './harness-options.ts'

export const harnessVersion: string = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version

export interface RunFacts {
  readonly startedAt: Date
  readonly load: LoadResult
  readonly problems: readonly string[]
  /** Why the harness itself ended the run early. */
  readonly aborted: string | null
}

export function reportRun(
  scenario: Scenario,
  options: HarnessOptions,
  { startedAt, load, problems, aborted }: RunFacts,
): ReportedRun {
  return {
    startedAt: startedAt.toISOString(),
    durationSeconds: load.endSeconds,
    seed: scenario.load.seed,
    interrupted: load.interrupted && aborted === null,
    ...(aborted === null ? {} : { aborted }),
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

/** Of several runs of one scenario: as the first, with what befell any of them. @throws RangeError where there is none */
export function reportedRuns(records: readonly RunRecord[], { folder, replay }: HarnessOptions): ReportedRun {
  const runs = records.map(({ run }) => run)
  const [first] = runs
  if (first === undefined) throw new RangeError('expected at least one run')
  const aborted = runs.find((run) => run.aborted !== undefined)?.aborted
  return {
    ...first,
    folder,
    replay,
    durationSeconds: runs.reduce((sum, run) => sum + run.durationSeconds, 0),
    interrupted: runs.some(({ interrupted }) => interrupted),
    ...(aborted === undefined ? {} : { aborted }),
    problems: [...new Set(runs.flatMap(({ problems }) => problems))],
  }
}
