// Runs a scenario: measures it, judges it, compares bucket layouts where that was requested, and writes the files.
// The library and the command line are both thin over this.

import type { Scenario } from '../core/scenario/scenario.ts'
import type { RunOutcome } from './conclude-run.ts'
import { measureRepetition } from './repetition.ts'
import type { RunOptions } from './setup/run-options.ts'
import { setUpRun } from './setup/run-setup.ts'

export type { RunOutcome } from './conclude-run.ts'

/**
 * Runs a scenario by its name, its file, or as loaded before. Leaves no process and no port behind, however it ends.
 * @throws UserError where it cannot begin: a wrong option, a mistake in a file, an unreachable target, a missing baseline
 */
export async function runScenario(scenario: string | Scenario, options: RunOptions = {}): Promise<RunOutcome> {
  const setup = await setUpRun(scenario, options)
  try {
    const measuring = measureRepetition(setup, 0)
    // Loaded while the service starts, and not only once there is something to conclude: the program on the disk may be
    // another by then.
    const loading = import('./conclude-run.ts')
    const record = await measuring
    const { concludeRun } = await loading
    return await concludeRun(record, setup, options)
  } catch (error) {
    await setup.releaseFolder()
    throw error
  }
}
