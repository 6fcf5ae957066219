// Where a run keeps its files unless it is told otherwise: reports/runs/<scenario>/<UTC time>, and `latest` beside
// it, which points at the newest.

import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { UserError } from '../../core/user-error.ts'

export const RUNS_FOLDER: string = join('reports', 'runs')

const RUN_NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(-\d\d+)?$/

/** `2026-11-23T04-36-12Z`: sorts by time, and is a file name everywhere. */
export function runName(startedAt: Date): string {
  return `${startedAt.toISOString().slice(0, 19).replaceAll(':', '-')}Z`
}

/** The scenario's name as the name of a folder, whatever is in it. */
export function folderName(scenarioName: string): string {
  const safe = scenarioName.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '')
  return safe.slice(0, 100) || 'scenario'
}

/**
 * Makes the folder of a new run, and no other run's: where two start within one second, the second's name ends in -02.
 * @throws UserError where it cannot be made
 */
export async function createRunFolder(
  scenarioName: string,
  startedAt: Date,
  runs: string = RUNS_FOLDER,
): Promise<string> {
  const parent = join(runs, folderName(scenarioName))
  try {
    await mkdir(parent, { recursive: true })
    for (let attempt = 1; ; attempt++) {
      const suffix = attempt === 1 ? '' : `-${String(attempt).padStart(2, '0')}`
      const folder = join(parent, runName(startedAt) + suffix)
      if (await claimed(folder)) return folder
    }
  } catch (error) {
    throw new UserError(`${parent}: expected a folder that can be written to, got ${messageOf(error)}`, {
      cause: error,
    })
  }
}

/** The folder that the user named, made if need be. @throws UserError where it cannot be made */
export async function createOutFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true })
    return folder
  } catch (error) {
    throw new UserError(`--out ${folder}: expected a folder that can be written to, got ${messageOf(error)}`, {
      cause: error,
    })
  }
}

/** Whether the folder is one that `createRunFolder` names, and so has a `latest` beside it. */
export function isRunFolder(folder: string, scenarioName: string): boolean {
  return RUN_NAME.test(basename(folder)) && basename(dirname(folder)) === folderName(scenarioName)
}

/**
 * Points `latest` at the folder: a relative link, so that the runs may be moved together; a text file with the
 * folder's name where links are refused.
 * @returns the path of `latest`, or null where something else is in its place: it is a convenience, not worth a run
 */
export async function pointLatest(folder: string, link: typeof symlink = symlink): Promise<string | null> {
  const latest = join(dirname(folder), 'latest')
  const temporary = join(dirname(folder), `.latest.${process.pid}.tmp`)
  try {
    await rm(temporary, { force: true })
    await link(basename(folder), temporary, 'dir').catch(() => writeFile(temporary, `${basename(folder)}\n`))
    await rename(temporary, latest)
    return latest
  } catch {
    await rm(temporary, { force: true })
    return null
  }
}

async function claimed(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
