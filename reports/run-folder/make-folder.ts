// Makes folders one by one. Node's own `mkdir({ recursive: true })` never returns where a parent exists but takes no
// folders, such as /proc.

import { randomUUID } from 'node:crypto'
import { mkdir, rmdir, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/**
 * Makes a folder and those above it that are missing; none where it fails.
 * @returns the uppermost that was made, null where the folder was there already
 * @throws Error as node:fs does; EEXIST where something else has its name
 */
export async function makeFolder(folder: string): Promise<string | null> {
  const path = resolve(folder)
  try {
    return (await isMade(path)) ? path : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error
  }
  const uppermost = await makeFolder(dirname(path))
  try {
    const isNew = await isMade(path)
    return uppermost ?? (isNew ? path : null)
  } catch (error) {
    if (uppermost !== null) await removeEmptyFolders(dirname(path), uppermost)
    throw error
  }
}

/** False where the folder is there already. */
async function isMade(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (error) {
    const found = await stat(path).catch(() => null)
    if (found?.isDirectory()) return false
    throw error
  }
}

/** Removes a folder and those above it as far as the uppermost that was made, each only where it is empty. */
export async function removeEmptyFolders(folder: string, uppermost: string): Promise<void> {
  for (let path = resolve(folder); path.startsWith(uppermost); path = dirname(path))
    try {
      await rmdir(path)
    } catch {
      return
    }
}

/** @throws Error as node:fs does, where no file can be made in the folder */
export async function tryToWrite(folder: string): Promise<void> {
  const probe = join(folder, `.sla-harness.${randomUUID()}.tmp`)
  await writeFile(probe, '', { flag: 'wx' })
  await unlink(probe)
}
