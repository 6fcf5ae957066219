// Intervals and changes in the sentences of a report.

import { formatShare } from '../core/scenario/objective.ts'
import { formatDuration } from '../core/text/duration.ts'

/** `110ms to 131ms`; an infinite end is written as `no lower end` or `no upper end`. */
export function formatInterval(lower: number, upper: number, unit: 'seconds' | 'share'): string {
  const format = unit === 'seconds' ? (seconds: number) => formatDuration(seconds) : formatShare
  const from = Number.isFinite(lower) ? format(lower) : 'no lower end'
  return `${from} to ${Number.isFinite(upper) ? format(upper) : 'no upper end'}`
}

/** A change as a fraction of the earlier value: `+12%`, `-0.4%`. */
export function formatChange(fraction: number): string {
  if (!Number.isFinite(fraction)) return fraction > 0 ? 'no upper end' : 'no lower end'
  const percent = Number((fraction * 100).toPrecision(Math.abs(fraction) < 0.1 ? 1 : 2))
  return `${percent > 0 ? '+' : ''}${percent}%`
}
