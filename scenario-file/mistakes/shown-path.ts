import { isAbsolute, relative } from 'node:path'

/** A file as people are shown it: relative to the working directory where it lies below it. */
export function shownPath(file: string, cwd: string): string {
  const fromHere = relative(cwd, file)
  return fromHere === '' || fromHere.startsWith('..') || isAbsolute(fromHere) ? file : fromHere
}
