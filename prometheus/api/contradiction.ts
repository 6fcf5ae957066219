// What an answer cannot say of series without contradicting itself. A Prometheus never does: its samples ascend, and each
// series is there once. A database that keeps what two servers wrote, or a proxy that puts answers together, may; and
// whichever of the samples were left out, nobody knows which of them a rule would have seen.

import { formatLabels, labelSignature } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import { QueryApiError } from './query-api-error.ts'

/** @throws QueryApiError at the first series that is there for the second time */
export function checkEachOnce(series: Iterable<Labels>): void {
  const known = new Set<string>()
  for (const labels of series) {
    const signature = labelSignature(labels)
    if (known.has(signature))
      throw new QueryApiError(
        'contradictory',
        `expected each series once in an answer, got ${formatLabels(labels)} twice`,
      )
    known.add(signature)
  }
}

/** A sample that is neither after the last one of its series nor the same again. */
export function disorder(labels: Labels, atMs: number, lastMs: number): QueryApiError {
  const got = atMs === lastMs ? `another value at ${instant(atMs)}` : `one at ${instant(atMs)} after ${instant(lastMs)}`
  return new QueryApiError(
    'contradictory',
    `expected the samples of ${formatLabels(labels)} in the order of their times, got ${got}`,
  )
}

const LAST_DATE_MS = 8.64e15

function instant(ms: number): string {
  return Math.abs(ms) <= LAST_DATE_MS ? new Date(ms).toISOString() : String(ms / 1e3)
}
