import { access, constants, stat, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { FolderFacts } from '../../../core/doctor/machine-facts.ts'
import { shownPath } from '../../../core/text/shown-path.ts'

/** Nothing is made. */
export async function folderFacts(folder: string, cwd: string): Promise<FolderFacts> {
  const path = await nearestThere(resolve(cwd, folder))
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() === true
  const isWritable = isFolder && (await may(path, constants.W_OK | constants.X_OK))
  const space = await statfs(path).catch(() => null)
  return { path: shownPath(path, cwd), isWritable, freeBytes: space && space.bavail * space.bsize }
}

async function nearestThere(path: string): Promise<string> {
  if ((await may(path, constants.F_OK)) || dirname(path) === path) return path
  return nearestThere(dirname(path))
}

async function may(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}
