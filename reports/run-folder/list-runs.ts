// The runs of a scenario that are kept in reports/runs, oldest first.

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Report } from '../../core/report/report.ts'
import { UserError } from '../../core/user-error.ts'
import { readReport } from './read-run.ts'
import { folderName, isRunFolder, RUNS_FOLDER } from './run-folder.ts'

export interface KeptRun {
  readonly folder: string
  readonly report: Report
}

export interface KeptRuns {
  readonly runs: readonly KeptRun[]
  /** Folders of runs that have no report (they never ended), or one that cannot be read. */
  readonly unreadable: readonly string[]
}

/** Names of the scenarios that have runs. */
export async function scenariosWithRuns(runs: string = RUNS_FOLDER): Promise<string[]> {
  const entries = await readdir(runs, { withFileTypes: true }).catch(() => [])
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

/** @param newest at most so many, the newest */
export async function listRuns(scenarioName: string, newest: number, runs: string = RUNS_FOLDER): Promise<KeptRuns> {
  const parent = join(runs, folderName(scenarioName))
  const names = await readdir(parent).catch(() => [])
  const folders = names
    .filter((name) => isRunFolder(join(parent, name), scenarioName))
    .sort()
    .slice(-newest)
    .map((name) => join(parent, name))
  const read = await Promise.all(folders.map((folder) => kept(folder)))
  return {
    runs: read.filter((run) => run !== null),
    unreadable: folders.filter((_, i) => read[i] === null),
  }
}

async function kept(folder: string): Promise<KeptRun | null> {
  try {
    return { folder, report: (await readReport(folder)).report }
  } catch (error) {
    if (error instanceof UserError) return null
    throw error
  }
}
