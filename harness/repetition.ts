// How each of several runs of one scenario differs from the others: its seed, its folder, what shows it.

import { join } from 'node:path'
import type { Scenario } from '../core/scenario/scenario.ts'
import type { HarnessOptions } from './harness-options.ts'
import type { LiveDisplay } from './live-feed.ts'

export interface Repetition {
  readonly count: number
  readonly displayOf: (index: number) => LiveDisplay
  /** The command that runs the one with that seed alone again. */
  readonly replayOf: (seed: number) => string
}

const SEEDS = 2 ** 32

/** Streams are drawn from a hash of the seed: those of neighbouring seeds have nothing in common. */
export function repeatedRun(
  scenario: Scenario,
  options: HarnessOptions,
  { displayOf, replayOf }: Repetition,
  index: number,
): [scenario: Scenario, options: HarnessOptions] {
  const seed = (scenario.load.seed + index) % SEEDS
  const folder = join(options.folder, `run-${String(index + 1).padStart(2, '0')}`)
  return [
    { ...scenario, load: { ...scenario.load, seed } },
    { ...options, folder, display: displayOf(index), replay: replayOf(seed) },
  ]
}
