// File paths as messages and reports show them.

import { isAbsolute, relative } from 'node:path'

/** Relative to the working directory where the file lies below it, otherwise as given. */
export function shownPath(file: string, cwd: string): string {
  const fromHere = relative(cwd, file)
  return fromHere === '' || fromHere.startsWith('..') || isAbsolute(fromHere) ? file : fromHere
}
