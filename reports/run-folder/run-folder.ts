// Where a run keeps its files unless `--out` names a folder: reports/runs/<scenario>/<UTC time>, and `latest` beside
// it, which points at the newest.

import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { UserError } from '../../core/user-error.ts'
import { makeFolder, removeEmptyFolders, tryToWrite } from './make-folder.ts'
import { temporaryBeside } from './write-whole.ts'

export const RUNS_FOLDER: string = join('reports', 'runs')

/** What was simulated is kept apart: `latest` of a scenario's runs is a run of a service. */
export const SIMULATED_FOLDER: string = join('reports', 'simulated')

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

/** A folder that a run may write to. */
export interface ClaimedFolder {
  readonly path: string
  /** Removes what the claim made, as far as it is empty: for a run that never began. */
  release(): Promise<void>
}

/**
 * Makes the folder of a new run, and no other run's: where two start within one second, the second's name ends in -02.
 * @throws UserError where it cannot be made
 */
export async function createRunFolder(
  scenarioName: string,
  startedAt: Date,
  runs: string = RUNS_FOLDER,
): Promise<ClaimedFolder> {
  const parent = join(runs, folderName(scenarioName))
  return claim(parent, parent, async () => {
    const uppermost = await makeFolder(parent)
    for (let attempt = 1; ; attempt++) {
      const suffix = attempt === 1 ? '' : `-${String(attempt).padStart(2, '0')}`
      const path = join(parent, runName(startedAt) + suffix)
      if (await made(path)) return { path, uppermost: uppermost ?? resolve(path) }
    }
  })
}

/** The folder that the user named, made if need be. @throws UserError where it cannot be made or written to */
export async function createOutFolder(folder: string): Promise<ClaimedFolder> {
  return claim(`--out ${folder}`, folder, async () => ({ path: folder, uppermost: await makeFolder(folder) }))
}

interface MadeFolder {
  readonly path: string
  /** The uppermost folder that had to be made; null for none. */
  readonly uppermost: string | null
}

/** A full disk is no reason not to run: the verdict does not need it, and it may have room by the end. */
const FULL: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

async function claim(name: string, folder: string, make: () => Promise<MadeFolder>): Promise<ClaimedFolder> {
  let claimed: MadeFolder = { path: folder, uppermost: null }
  const release = async () => {
    if (claimed.uppermost !== null) await removeEmptyFolders(claimed.path, claimed.uppermost)
  }
  try {
    claimed = await make()
    await tryToWrite(claimed.path)
  } catch (error) {
    if (!FULL.has((error as NodeJS.ErrnoException).code)) {
      await release()
      throw new UserError(`${name}: expected a folder that can be written to, got ${messageOf(error)}`, {
        cause: error,
      })
    }
  }
  return { path: claimed.path, release }
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
  const temporary = temporaryBeside(latest)
  try {
    await link(basename(folder), temporary, 'dir').catch(() =>
      writeFile(temporary, `${basename(folder)}\n`, { flag: 'wx' }),
    )
    await rename(temporary, latest)
    return latest
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined)
    return null
  }
}

async function made(folder: string): Promise<boolean> {
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
