// The value of histogram_quantile of a native histogram, found by going through its buckets one after the other: the oracle
// for the product, which locates the bucket through a rank index.

import type { BucketEstimate } from '../../core/histogram/histogram-quantile.ts'
import { interpolateNative, type NativeBucket, nativeRank } from '../../core/histogram/native-quantile.ts'

/** @param buckets ascending; empty ones may be left out */
export function estimateNativeQuantile(quantile: number, buckets: readonly NativeBucket[]): BucketEstimate {
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  if (Number.isNaN(quantile) || total === 0) return nowhere(Number.NaN)
  if (quantile < 0) return nowhere(Number.NEGATIVE_INFINITY)
  if (quantile > 1) return nowhere(Number.POSITIVE_INFINITY)
  const rank = nativeRank(quantile, total)
  let below = 0
  for (const bucket of buckets) {
    if (bucket.count > 0 && below + bucket.count >= rank)
      return { value: interpolateNative(quantile, total, below, bucket), lower: bucket.lower, upper: bucket.upper }
    below += bucket.count
  }
  return nowhere(Number.NaN)
}

function nowhere(value: number): BucketEstimate {
  return { value, lower: Number.NaN, upper: Number.NaN }
}
