// Reads a file that a user named, or that a run left. Every message names the file, what was expected and what was found.

import { readFile, stat } from 'node:fs/promises'
import { UserError } from '../../core/user-error.ts'

/** @throws UserError if the file does not exist or cannot be read */
export async function readText(file: string, expected: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const got = { ENOENT: 'no such file', EISDIR: 'a folder', ENOTDIR: 'no such file' }[code ?? ''] ?? message
    throw new UserError(`${file}: expected ${expected}, got ${got}`, { cause: error })
  }
}

/** Null if the file does not exist. @throws UserError if it cannot be read */
export async function readTextIfPresent(file: string, expected: string): Promise<string | null> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => error)
  return found instanceof Error && found.code === 'ENOENT' ? null : readText(file, expected)
}
