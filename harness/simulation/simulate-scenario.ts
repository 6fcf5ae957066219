// Runs a scenario in virtual time: the same judgement and the same files as of a real run, marked as simulated.

import type { Scenario } from '../../core/scenario/scenario.ts'
import { loadScenario } from '../../scenario-file/load-scenario.ts'
import type { ScrapeBehaviour } from '../../simulation/monitor/scrape-behaviour.ts'
import { concludeRun } from '../conclude-run.ts'
import type { RunOutcome } from '../run-outcome.ts'
import type { RunOptions } from '../setup/run-options.ts'
import { claimFolder, setUpRun } from '../setup/run-setup.ts'
import { checkSimulable } from './check-simulable.ts'
import { simulateRecord } from './simulate-record.ts'
import { simulatedRules } from './simulated-rules.ts'

export interface SimulateOptions
  extends Pick<
    RunOptions,
    'cwd' | 'layout' | 'seed' | 'layouts' | 'out' | 'runs' | 'junit' | 'environment' | 'replay'
  > {
  /** Default: every scrape comes on its tick and gets its page. */
  readonly scrapes?: ScrapeBehaviour | undefined
}

/**
 * Simulates a scenario by its name, its file, or as loaded before.
 * @throws UserError where it cannot: a wrong option, a mistake in a file, a service that there is no model of
 */
export async function simulateScenario(
  nameOrScenario: string | Scenario,
  { scrapes, ...options }: SimulateOptions = {},
): Promise<RunOutcome> {
  const { cwd = process.cwd() } = options
  const scenario = typeof nameOrScenario === 'string' ? await loadScenario(nameOrScenario, { cwd }) : nameOrScenario
  // Before its host is asked for, or a folder is made.
  checkSimulable(scenario, cwd)
  const given = await setUpRun(scenario, options)
  // Whoever interrupts a long simulation ends the process, for nothing else runs meanwhile: no empty folder stays behind.
  await given.releaseFolder()
  const setup = { ...given, rules: simulatedRules(given) }
  const record = simulateRecord(setup, new Date(), scrapes)
  const folder = await claimFolder(scenario, options, cwd)
  try {
    const run = { ...record.run, folder: folder?.path ?? '' }
    return await concludeRun({ ...record, run }, { ...setup, folder: folder?.path ?? null }, options)
  } catch (error) {
    await folder?.release()
    throw error
  }
}
