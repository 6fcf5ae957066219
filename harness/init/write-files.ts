// Writes files that are not there yet.

import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'

export interface FileToWrite {
  /** Absolute. */
  readonly path: string
  readonly text: string
}

/** All of them or none. @throws UserError where one is there already and may not be overwritten, or the disk refuses it */
export async function writeFiles(files: readonly FileToWrite[], force: boolean, cwd: string): Promise<void> {
  const there = force ? [] : files.filter(({ path }) => existsSync(path))
  if (there.length > 0)
    throw new UserError(
      `expected files that are not there yet, got ${there.map(({ path }) => shownPath(path, cwd)).join(', ')}; --force overwrites them, --name and --out write others`,
    )
  const created: string[] = []
  for (const { path, text } of files)
    try {
      const isNew = !existsSync(path)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text, { flag: force ? 'w' : 'wx' })
      if (isNew) created.push(path)
    } catch (error) {
      // Half of them would be in the way of the next try.
      for (const each of created) await rm(each, { force: true })
      const { code } = error as NodeJS.ErrnoException
      throw new UserError(`${shownPath(path, cwd)}: expected a file that can be written, got ${code}`, { cause: error })
    }
}
