// Whether a quantile of exact latencies lies in the bucket that histogram_quantile draws it in: for one population
// it must, whatever the layout. Seconds.

import { type LatencyCounts, latencyAtRank, totalCount } from '../../core/latency/latency-counts.ts'
import { lowestEquivalentLatency } from '../../core/latency/latency-histogram.ts'

// Latencies are recorded in whole microseconds; the histogram observes fractions of them.
const ROUNDING_SECONDS = 0.5e-6

/**
 * A recorded latency stands for all that HdrHistogram cannot tell from it: it is inside where one of those is.
 * The rank is the histogram's, q · count rounded up, not the nearest rank, which forgives float noise.
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
