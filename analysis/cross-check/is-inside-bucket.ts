// Whether an exact quantile lies in the bucket from which histogram_quantile estimates it. For one population it must,
// whatever the layout. Seconds.

import { type LatencyCounts, latencyAtRank, totalCount } from '../../core/latency/latency-counts.ts'
import { lowestEquivalentLatency } from '../../core/latency/latency-grid.ts'

// Latencies are recorded in whole microseconds; the histogram observes fractions of them.
const ROUNDING_SECONDS = 0.5e-6

/**
 * A recorded latency stands for all latencies that HdrHistogram records as the same value; one of them inside is enough.
 * The rank is Prometheus's, q · count rounded up, and not nearestRank, which tolerates floating-point noise.
 * @returns null where there is no latency
 */
export function isInsideBucket(
  quantile: number,
  latencies: LatencyCounts,
  bucket: { readonly lower: number; readonly upper: number },
): boolean | null {
  const count = totalCount(latencies)
  if (count === 0) return null
  const highest = latencyAtRank(latencies, Math.min(count, Math.max(1, Math.ceil(quantile * count))))
  if (highest === Number.POSITIVE_INFINITY) return bucket.upper === Number.POSITIVE_INFINITY
  const aboveLower = bucket.lower === 0 || highest + ROUNDING_SECONDS > bucket.lower
  return aboveLower && lowestEquivalentLatency(highest) - ROUNDING_SECONDS <= bucket.upper
}
