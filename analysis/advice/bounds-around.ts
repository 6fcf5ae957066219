// Where a limit lies among the bounds of a histogram. Seconds.

import type { Report } from '../../core/report/report.ts'
import { formatDuration } from '../../core/text/duration.ts'

type Buckets = NonNullable<Report['server']>['buckets']

/** Rounding of a unit, such as milliseconds to seconds, makes no other bound. */
const SAME = 1e-9

export function isBound(limit: number, buckets: Buckets): boolean {
  return buckets.some(({ le }) => le !== '+Inf' && Math.abs(le - limit) <= SAME * limit)
}

/** Null where there is none. */
export function highestBound(buckets: Buckets): number | null {
  const finite = buckets.flatMap(({ le }) => (le === '+Inf' ? [] : [le]))
  return finite.length === 0 ? null : Math.max(...finite)
}

/** `1.5s lies inside the bucket from 1s to 2s, where the histogram cannot tell one latency from another.` */
export function boundsAround(limit: number, buckets: Buckets): string {
  const finite = buckets.flatMap(({ le }) => (le === '+Inf' ? [] : [le]))
  const lower = Math.max(0, ...finite.filter((bound) => bound < limit))
  const upper = Math.min(...finite.filter((bound) => bound > limit))
  const shown = formatDuration(limit)
  if (!Number.isFinite(upper)) return `${shown} lies above the highest bound, ${formatDuration(lower)}.`
  return `${shown} lies inside the bucket from ${formatDuration(lower)} to ${formatDuration(upper)}, in which latencies are not told apart.`
}
