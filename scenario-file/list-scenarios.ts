// Lists the scenarios that can be run by name.

import { dirname, resolve } from 'node:path'
import type { Verdict } from '../core/report/worst-verdict.ts'
import { plannedDurationSeconds } from '../core/scenario/scenario.ts'
import { UserError } from '../core/user-error.ts'
import { BUNDLED_FOLDER, readScenario, type ScenarioPlaces } from './load-scenario.ts'
import { offeredNames, scenarioFiles } from './scenario-files.ts'

export interface ListedScenario {
  /** The name that runs it. */
  readonly name: string
  readonly question: string
  readonly file: string
  readonly durationSeconds: number
  readonly expectedVerdict: Verdict | null
  /** Why it cannot be run; null where it can. */
  readonly problem: string | null
}

/** Sorted. No file is parsed. */
export function scenarioNames({ cwd, bundledFolder = BUNDLED_FOLDER }: ScenarioPlaces): readonly string[] {
  return offeredNames(scenarioFiles(cwd, bundledFolder), cwd)
}

/** Sorted by name. Other YAML files of the working directory itself, such as a compose file, are left out. */
export async function listScenarios(places: ScenarioPlaces): Promise<ListedScenario[]> {
  const files = [...scenarioFiles(places.cwd, places.bundledFolder ?? BUNDLED_FOLDER)]
  const all = await Promise.all(files.map(([name, file]) => listFile(name, file, places.cwd)))
  const listed = all.filter(({ problem, file }) => problem === null || dirname(file) !== resolve(places.cwd))
  return listed.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** @param name that runs it */
export async function listFile(name: string, file: string, cwd: string): Promise<ListedScenario> {
  try {
    const { question, load, expectedVerdict } = await readScenario(file, cwd)
    const durationSeconds = plannedDurationSeconds(load.phases)
    return { name, question, file, durationSeconds, expectedVerdict, problem: null }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const problem = error.message
    return { name, question: '', file, durationSeconds: 0, expectedVerdict: null, problem }
  }
}
