// A trace: measured durations to be replayed, one a line. With a unit (`250ms`), or a plain number of seconds
// (`0.25`, `2.5e-1`). `#` starts a comment; empty lines are skipped.

import { DURATION_EXAMPLE, parseDuration } from '../text/duration.ts'
import { UserError } from '../user-error.ts'

const PLAIN_SECONDS = /^(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

/**
 * The durations in the file's order, in seconds; at least one.
 * @throws UserError that names the line
 */
export function parseDurationTrace(text: string): number[] {
  const durations: number[] = []
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .forEach((line, i) => {
      const entry = line.replace(/#.*/, '').trim()
      if (entry === '') return
      const seconds = PLAIN_SECONDS.test(entry) ? Number(entry) : parseDuration(entry)
      if (seconds === undefined || !Number.isFinite(seconds))
        throw new UserError(`line ${i + 1}: expected ${DURATION_EXAMPLE}, or a plain number of seconds, got ${entry}`)
      durations.push(seconds)
    })
  if (durations.length === 0) throw new UserError('expected at least one duration, one a line, got none')
  return durations
}
