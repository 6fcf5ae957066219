// Reads a trace file. Durations in seconds.

import { readFileSync } from 'node:fs'
import { parseDurationTrace } from '../../core/scenario/duration-trace.ts'
import { UserError } from '../../core/user-error.ts'

/** @throws UserError that names the file, and the line where one is wrong */
export function readTrace(file: string): number[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UserError(`${file}: cannot read the latency trace: ${(cause as Error).message}`, { cause })
  }
  try {
    return parseDurationTrace(text)
  } catch (cause) {
    throw new UserError(`${file}: ${(cause as Error).message}`, { cause })
  }
}
