// histogram_quantile of a native histogram of latencies (no negative buckets, no NaN), as Prometheus 3 draws it.
// Source: prometheus/prometheus promql/quantile.go, HistogramQuantile.
//
//   q is NaN or nothing observed → NaN;  q < 0 → -Inf;  q > 1 → +Inf
//   q < 0.5  counts upwards   to the first bucket with q · total at or below it
//   q ≥ 0.5  counts downwards to the first bucket with (1 − q) · total at or above it
//   in the zero bucket → linear, from 0;  else → linear on the logarithm of the bounds

import type { BucketEstimate } from './histogram-quantile.ts'

/** (lower, upper]; the zero bucket is the one whose lower bound is 0. */
export interface NativeBucket {
  readonly lower: number
  readonly upper: number
  readonly count: number
}

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

/**
 * The rank, counted upwards from 1, of the observation whose bucket the quantile is drawn in. Whole counts only.
 * Where q · total is a whole number this is one above the nearest rank for q ≥ 0.5: Prometheus counts from the top.
 */
export function nativeRank(quantile: number, total: number): number {
  if (quantile < 0.5) return Math.max(1, Math.ceil(quantile * total))
  return total + 1 - Math.max(1, Math.ceil((1 - quantile) * total))
}

/** The quantile inside the bucket that holds it, with `below` observations in the buckets under it. */
export function interpolateNative(quantile: number, total: number, below: number, bucket: NativeBucket): number {
  const { lower, upper, count } = bucket
  const rank = quantile < 0.5 ? quantile * total - below : total - below - (1 - quantile) * total
  const fraction = rank / count
  if (lower <= 0) return lower + (upper - lower) * fraction
  const [logLower, logUpper] = [Math.log2(lower), Math.log2(upper)]
  return 2 ** (logLower + (logUpper - logLower) * fraction)
}

function nowhere(value: number): BucketEstimate {
  return { value, lower: Number.NaN, upper: Number.NaN }
}
