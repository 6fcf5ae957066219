// Runs a scenario: measures it, judges it, compares bucket layouts where that was requested, and writes the files.
// The library and the command line are both thin over this.

import type { Scenario } from '../core/scenario/scenario.ts'
import type { GeneratorSession } from './generators/run-generators.ts'
import { measureRepetition } from './repetition.ts'
import type { RunOutcome } from './run-outcome.ts'
import type { RunOptions } from './setup/run-options.ts'
import { type RunSetup, setUpRun } from './setup/run-setup.ts'

export type { RunOutcome } from './run-outcome.ts'

/**
 * Runs a scenario by its name, its file, or as loaded before. Leaves no process, thread or port behind, however it ends.
 * @throws UserError where it cannot begin: a wrong option, a mistake in a file, an unreachable target, a missing baseline
 */
export async function runScenario(scenario: string | Scenario, options: RunOptions = {}): Promise<RunOutcome> {
  const prepared = await setUpRun(scenario, options)
  let { session } = prepared
  try {
    session = await sessionOf(prepared)
    const setup = { ...prepared, session }
    const measuring = measureRepetition(setup, 0)
    // Loaded while the service starts, and not only once there is something to conclude: the program on the disk may be
    // another by then.
    const loading = import('./conclude-run.ts')
    const record = await measuring
    const { concludeRun } = await loading
    return await concludeRun(record, setup, options)
  } catch (error) {
    await prepared.releaseFolder()
    throw error
  } finally {
    // Only now, with the report on the disk: see ThreadSession.
    await session.close()
  }
}

/** What speaks to generators elsewhere is loaded only where there are any. */
async function sessionOf(setup: RunSetup): Promise<GeneratorSession> {
  if (setup.generators === null) return setup.session
  const { openSession } = await import('./generators/open-session.ts')
  // Interrupted before they were there, the run sends nothing, and is reported as one that was.
  return (await openSession(setup, setup.generators)) ?? setup.session
}
