// Finds a kept run by what people call it: a scenario, of which the newest is meant, a folder, a report.json, or nothing at
// all for the newest of every scenario.

import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Report } from '../../core/report/report.ts'
import { didYouMean } from '../../core/text/nearest-word.ts'
import { UserError } from '../../core/user-error.ts'
import { scenariosWithRuns } from './list-runs.ts'
import { readReport } from './read-run.ts'
import { folderAt } from './run-files.ts'
import { folderName } from './run-folder.ts'

/**
 * The report of the run, `run.folder` being where it was found.
 * @param named as the user named it
 * @param runs the folder in which runs are kept
 * @throws UserError where there is no such run, or its report cannot be read
 */
export async function findRun(named: string | undefined, runs: string): Promise<Report> {
  const { report, folder } = await readReport(
    named === undefined ? await newestOfAll(runs) : await placeOf(named, runs),
  )
  return { ...report, run: { ...report.run, folder } }
}

async function newestOfAll(runs: string): Promise<string> {
  const scenarios = await scenariosWithRuns(runs)
  const latest = await Promise.all(
    scenarios.map(async (scenario) => {
      const latest = join(runs, scenario, 'latest')
      const folder = (await folderAt(latest)) ?? latest
      return { folder, atMs: await changedAtMs(join(folder, 'report.json')) }
    }),
  )
  const [newest] = latest.filter(({ atMs }) => atMs > 0).sort((a, b) => b.atMs - a.atMs)
  if (newest !== undefined) return newest.folder
  throw new UserError(`${runs}: expected a run, got none yet; name a run's folder or its report.json`)
}

/** 0 where it does not exist. */
async function changedAtMs(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}

async function placeOf(named: string, runs: string): Promise<string> {
  if (await exists(named)) {
    // The folder of all runs of a scenario is as good as its name.
    const isParent = !(await exists(join(named, 'report.json'))) && (await exists(join(named, 'latest')))
    return isParent ? join(named, 'latest') : named
  }
  const ofScenario = join(runs, folderName(named), 'latest')
  if (await exists(ofScenario)) return ofScenario
  const known = await scenariosWithRuns(runs)
  const others = known.length === 0 ? '' : ` (${known.join(', ')})`
  throw new UserError(
    `${named}: expected a scenario with runs in ${runs}${others}, a run's folder or a report.json, got no such thing${didYouMean(named, known)}`,
  )
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
