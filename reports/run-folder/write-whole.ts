// Writes a file whole or not at all.

import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A name beside a file that nobody can guess, so that nobody can plant a link there. */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
}

/** A link in the file's place is replaced, not followed. @throws Error as node:fs does; what was there before stays */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = temporaryBeside(path)
  try {
    await writeFile(temporary, text, { flag: 'wx' })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}
