// histogram_quantile of a native histogram of latencies (no negative buckets, no NaN), as Prometheus 3 draws it.
// Source: prometheus/prometheus promql/quantile.go, HistogramQuantile.
//
//   q is NaN or nothing observed → NaN;  q < 0 → -Inf;  q > 1 → +Inf
//   q < 0.5  counts upwards   to the first bucket with q · total at or below it
//   q ≥ 0.5  counts downwards to the first bucket with (1 − q) · total at or above it
//   in the zero bucket → linear, from 0;  else → linear on the logarithm of the bounds

/** (lower, upper]; the zero bucket is the one whose lower bound is 0. */
export interface NativeBucket {
  readonly lower: number
  readonly upper: number
  readonly count: number
}

/**
 * The rank, from 1 upwards, of the observation in whose bucket the quantile is interpolated. Counts must be whole.
 * If q · total is a whole number, this is one above the nearest rank for q ≥ 0.5, because Prometheus counts from the top.
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
