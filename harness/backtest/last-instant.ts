// The last instant of recorded scrapes, which relative times are counted from. A dump is ordered by series, so all of it
// is read; a line at a time.

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { UserError } from '../../core/user-error.ts'

/** Milliseconds since the Unix epoch. @throws UserError where no sample has a timestamp */
export async function lastInstantMs(path: string): Promise<number> {
  const lines = createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })
  let lastMs = Number.NEGATIVE_INFINITY
  try {
    for await (const line of lines) {
      const atMs = line.startsWith('#') ? Number.NaN : timestampMsOf(line)
      if (atMs > lastMs) lastMs = atMs
    }
  } catch (error) {
    throw new UserError(`--data ${path}: expected a file that can be read, got ${(error as Error).message}`, {
      cause: error,
    })
  }
  if (Number.isFinite(lastMs)) return lastMs
  throw new UserError(`--data ${path}: expected samples with timestamps, got none`)
}

/**
 * `name{labels} value timestamp # exemplar`, in seconds; of `promtool tsdb dump`, `{__name__="name"} value timestamp`, in
 * milliseconds. NaN where the line has none.
 */
function timestampMsOf(line: string): number {
  const exemplar = line.indexOf(' # {')
  const sample = exemplar < 0 ? line : line.slice(0, exemplar)
  const labelsEnd = sample.lastIndexOf('}')
  const figures = sample.slice(labelsEnd < 0 ? sample.indexOf(' ') : labelsEnd + 1).trim()
  const timestamp = Number(figures.split(/\s+/)[1])
  return line.startsWith('{__name__=') ? timestamp : Math.round(timestamp * 1e3)
}
