// Repeated runs of one scenario: each has its own seed and its own folder.

import { join } from 'node:path'
import type { RunRecord } from '../core/run/run-record.ts'
import { measureRun } from './measure-run.ts'
import { repeatedSeed } from './setup/repeated-seed.ts'
import type { RunSetup } from './setup/run-setup.ts'

export function repetitionOf(setup: RunSetup, index: number): RunSetup {
  const { scenario, folder } = setup
  const seed = repeatedSeed(scenario.load.seed, index)
  return {
    ...setup,
    repeat: 1,
    scenario: { ...scenario, load: { ...scenario.load, seed } },
    folder: folder === null ? null : join(folder, `run-${String(index + 1).padStart(2, '0')}`),
  }
}

/** Measures the run, or one of its repetitions. @param index 0 for the first */
export function measureRepetition(setup: RunSetup, index: number): Promise<RunRecord> {
  if (setup.repeat === 1) return measureRun(setup)
  setup.display.note?.(`run ${index + 1} of ${setup.repeat}`)
  // What is wrong with a scenario is wrong in each of its runs.
  return measureRun({ ...repetitionOf(setup, index), preflight: setup.preflight && index === 0 })
}
