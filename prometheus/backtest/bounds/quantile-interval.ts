// Between which values a quantile of a classic histogram lies, beside the one that histogram_quantile draws.
//
// With rank = q · count, the quantile is the smallest observation at or below which `rank` observations lie. So it is in the
// bucket (lower, upper] in which the cumulative count reaches the rank, as Prometheus finds it. Observations are taken to be
// 0 or more where the bounds are, as Prometheus takes them.
//
//   low   the smallest number above `lower`; 0 in the first bucket
//   high  `upper`; Infinity above the highest bound, where Prometheus draws that bound
//
// Counts that are no counts of a histogram (NaN after a division of nothing by nothing) prove nothing: Prometheus draws a
// number from them, and the quantile may be any.
//
// Rates are counts times a factor, rounded: where the rank is a cumulative count but for that rounding, either bucket may
// hold the quantile.

import {
  type BucketEstimate,
  type Monotonicity,
  quantileEstimator,
} from '../../../core/histogram/histogram-quantile.ts'
import type { HistogramBucket } from '../../../core/histogram/histogram-snapshot.ts'
import { ANYTHING, around, type BoundedValue } from './bounded-sample.ts'
import { type BucketCounts, isHistogram } from './bucket-counts.ts'
import { nextUp } from './next-up.ts'

/** As much as Prometheus forgives in sums of rates. */
const ROUNDING = 1e-12

export function quantileInterval(
  quantile: number,
  { counts, proven }: BucketCounts,
  monotonicity: Monotonicity,
): BoundedValue {
  const estimate = quantileEstimator(counts, monotonicity)
  const drawn = estimate(quantile)
  if (!(quantile >= 0 && quantile <= 1) || hasNoQuantile(counts))
    return { drawn: drawn.value, low: drawn.value, high: drawn.value }
  if (!isHistogram(proven) || hasNoQuantile(proven)) return { ...ANYTHING, drawn: drawn.value }
  const isCounted = proven.every(({ cumulativeCount }) => Number.isInteger(cumulativeCount))
  const provenAt = proven === counts ? estimate : quantileEstimator(proven, monotonicity)
  const at = (q: number) => provenAt(isCounted ? quantile : q)
  const lowest = at(Math.max(0, quantile * (1 - ROUNDING)))
  const highest = at(Math.min(1, quantile * (1 + ROUNDING)))
  return around(drawn.value, lowEnd(lowest, proven), quantile === 0 ? smallestAtMost(proven, highest) : highest.upper)
}

/** Whether histogram_quantile is NaN whatever the observations were. */
function hasNoQuantile(buckets: readonly HistogramBucket[]): boolean {
  const all = buckets.at(-1)
  return buckets.length < 2 || all?.upperBound !== Number.POSITIVE_INFINITY || buckets.every(isEmpty)
}

function isEmpty({ cumulativeCount }: HistogramBucket): boolean {
  return cumulativeCount === 0
}

function lowEnd({ lower }: BucketEstimate, buckets: readonly HistogramBucket[]): number {
  const isFirst = lower === 0 && !buckets.some(({ upperBound }) => upperBound === 0)
  return isFirst ? 0 : nextUp(lower)
}

/** The smallest observation lies in the first bucket that is not empty; Prometheus looks in the first of all. */
function smallestAtMost(buckets: readonly HistogramBucket[], { upper }: BucketEstimate): number {
  const filled = buckets.filter(({ cumulativeCount }) => cumulativeCount > 0)
  return Math.max(upper, Math.min(...filled.map(({ upperBound }) => upperBound)))
}
