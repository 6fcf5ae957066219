// Between which values the share of observations above `lower` and up to `upper` lies, beside the one that
// histogram_fraction draws: at a value inside of a bucket, none or all of the bucket's observations may lie below.

import type { HistogramBucket } from '../../../core/histogram/histogram-snapshot.ts'
import { bucketFraction } from '../../promql/evaluate/bucket-fraction.ts'
import { ANYTHING, around, type BoundedValue } from './bounded-sample.ts'
import { type BucketCounts, isHistogram } from './bucket-counts.ts'

export function fractionInterval(lower: number, upper: number, { counts, proven }: BucketCounts): BoundedValue {
  const drawn = bucketFraction(lower, upper, counts)
  const isKnown = counts.at(-1)?.upperBound === Number.POSITIVE_INFINITY
  const isEmpty = counts.every(({ cumulativeCount }) => cumulativeCount === 0)
  if (!isKnown || isEmpty || Number.isNaN(lower) || Number.isNaN(upper) || lower >= upper)
    return { drawn, low: drawn, high: drawn }
  const all = proven.at(-1)
  const total = all?.cumulativeCount ?? 0
  if (!isHistogram(proven) || all?.upperBound !== Number.POSITIVE_INFINITY || total === 0) return { ...ANYTHING, drawn }
  const [below, upTo] = [countUpTo(lower, proven, total), countUpTo(upper, proven, total)]
  return around(drawn, Math.max(0, upTo.least - below.most) / total, Math.min(1, (upTo.most - below.least) / total))
}

interface CountBounds {
  readonly least: number
  readonly most: number
}

/** How many observations are at most this value. */
function countUpTo(value: number, buckets: readonly HistogramBucket[], total: number): CountBounds {
  if (value === Number.NEGATIVE_INFINITY) return { least: 0, most: 0 }
  if (value === Number.POSITIVE_INFINITY) return { least: total, most: total }
  let least = 0
  let most = total
  for (const { upperBound, cumulativeCount } of buckets) {
    if (upperBound <= value) least = Math.max(least, cumulativeCount)
    if (upperBound >= value) most = Math.min(most, cumulativeCount)
  }
  return { least, most: Math.max(least, most) }
}
