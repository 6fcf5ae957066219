// Between which values the share of observations above `lower` and up to `upper` lies, beside the one that
// histogram_fraction draws: at a value inside of a bucket, none or all of the bucket's observations may lie below.

import type { HistogramBucket } from '../../../core/histogram/histogram-snapshot.ts'
import { bucketFraction } from '../../promql/evaluate/bucket-fraction.ts'
import { around, type BoundedValue } from './bounded-sample.ts'

export function fractionInterval(lower: number, upper: number, buckets: readonly HistogramBucket[]): BoundedValue {
  const drawn = bucketFraction(lower, upper, buckets)
  const total = Math.max(...buckets.map(({ cumulativeCount }) => cumulativeCount))
  const isKnown = buckets.some(({ upperBound }) => upperBound === Number.POSITIVE_INFINITY) && total > 0
  if (!isKnown || Number.isNaN(lower) || Number.isNaN(upper) || lower >= upper)
    return { drawn, low: drawn, high: drawn }
  const [below, upTo] = [countUpTo(lower, buckets, total), countUpTo(upper, buckets, total)]
  return around(drawn, Math.max(0, upTo.least - below.most) / total, Math.min(1, (upTo.most - below.least) / total))
}

interface CountBounds {
  readonly least: number
  readonly most: number
}

/** How many observations are at most this value. */
function countUpTo(value: number, buckets: readonly HistogramBucket[], total: number): CountBounds {
  if (value === Number.POSITIVE_INFINITY) return { least: total, most: total }
  let least = 0
  let most = total
  for (const { upperBound, cumulativeCount } of buckets) {
    if (upperBound <= value) least = Math.max(least, cumulativeCount)
    if (upperBound >= value) most = Math.min(most, cumulativeCount)
  }
  return { least, most: Math.max(least, most) }
}
