// histogram_fraction of a classic histogram: the fraction of observations above `lower`, up to `upper`.
// Source: prometheus/prometheus promql/quantile.go, BucketFraction.
//
//   no bucket at +Inf, nothing observed, a bound that is NaN → NaN
//   lower ≥ upper                                             → 0
//   a finite bound inside of the first bucket                 → NaN: that bucket reaches down to −Inf
//   else counts are interpolated linearly inside of buckets, and nothing lies above the highest finite bound

import type { HistogramBucket } from '../../../core/histogram/histogram-snapshot.ts'

export function bucketFraction(lower: number, upper: number, buckets: readonly HistogramBucket[]): number {
  const sorted = [...buckets].sort((a, b) => (a.upperBound < b.upperBound ? -1 : a.upperBound > b.upperBound ? 1 : 0))
  if (sorted.at(-1)?.upperBound !== Number.POSITIVE_INFINITY) return Number.NaN
  const cumulative = coalesced(sorted)
  const total = cumulative.at(-1)?.cumulativeCount ?? 0
  if (total === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN
  if (lower >= upper) return 0
  return (countBelow(upper, cumulative, total) - countBelow(lower, cumulative, total)) / total
}

function coalesced(sorted: readonly HistogramBucket[]): HistogramBucket[] {
  const counts = new Map<number, number>()
  for (const { upperBound, cumulativeCount } of sorted)
    counts.set(upperBound, (counts.get(upperBound) ?? 0) + cumulativeCount)
  return [...counts].map(([upperBound, cumulativeCount]) => ({ upperBound, cumulativeCount }))
}

/** How many observations lie below a value, never more than there are. */
function countBelow(value: number, buckets: readonly HistogramBucket[], total: number): number {
  let below = 0
  let lowerBound = Number.NEGATIVE_INFINITY
  for (const { upperBound, cumulativeCount } of buckets) {
    if (lowerBound >= value) return Math.min(below, total)
    if (upperBound > value) {
      const inside = ((cumulativeCount - below) * (value - lowerBound)) / (upperBound - lowerBound)
      return Math.min(below + inside, total)
    }
    below = cumulativeCount
    lowerBound = upperBound
  }
  return total
}
