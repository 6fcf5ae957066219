// How each of several runs of one scenario differs from the others: by its seed and its folder.

import { join } from 'node:path'
import type { RunSetup } from './setup/run-setup.ts'

const SEEDS = 2 ** 32

/** Random streams are drawn from a hash of the seed: those of neighbouring seeds have nothing in common. */
export function repetitionOf(setup: RunSetup, index: number): RunSetup {
  const { scenario, folder } = setup
  const seed = (scenario.load.seed + index) % SEEDS
  return {
    ...setup,
    repeat: 1,
    scenario: { ...scenario, load: { ...scenario.load, seed } },
    folder: folder === null ? null : join(folder, `run-${String(index + 1).padStart(2, '0')}`),
  }
}
