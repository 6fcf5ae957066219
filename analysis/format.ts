// Intervals in the sentences of a report.

import { formatDuration } from '../core/text/duration.ts'
import { formatShare } from '../core/text/figures/share.ts'

/** `110ms to 131ms`; an infinite end is written as `no lower end` or `no upper end`. */
export function formatInterval(lower: number, upper: number, unit: 'seconds' | 'share'): string {
  const format = unit === 'seconds' ? (seconds: number) => formatDuration(seconds) : formatShare
  const from = Number.isFinite(lower) ? format(lower) : 'no lower end'
  return `${from} to ${Number.isFinite(upper) ? format(upper) : 'no upper end'}`
}
