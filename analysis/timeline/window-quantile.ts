// The exact quantile over the range of a rule, to compare with `rate(…[1m])`. Seconds.
//
// Slots are kept by intended start, so the window contains the requests that were scheduled in it, not those that ended
// in it; the two differ by one response time at each end. Requests that never ended count at +∞, as everywhere.

import { latencyQuantile } from '../../core/latency/latency-counts.ts'
import { type LoadResult, slaLatencies } from '../../core/run/load-result.ts'

/** Over the whole seconds in (at − range, at]; NaN without a request. */
export function windowQuantile(load: LoadResult, quantile: number, atSeconds: number, rangeSeconds: number): number {
  const end = Math.floor(atSeconds)
  const slots = load.slots.filter(({ second }) => second < end && second >= end - rangeSeconds)
  return latencyQuantile(slaLatencies(slots, 'responseTime'), quantile)
}
