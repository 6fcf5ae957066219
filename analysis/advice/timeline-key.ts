// Where the timeline of a report keeps a quantile.

import type { TimelineRow } from '../../core/report/report.ts'

export type TimelineKey = keyof TimelineRow['slot']

const KEYS: ReadonlyMap<number, TimelineKey> = new Map([
  [0.5, 'p50'],
  [0.95, 'p95'],
  [0.99, 'p99'],
])

/** Undefined for a quantile that it does not keep. */
export function timelineKey(quantile: number): TimelineKey | undefined {
  return KEYS.get(quantile)
}
