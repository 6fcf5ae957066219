// histogram_quantile of a classic histogram, with the semantics of Prometheus.
// Source: prometheus/prometheus promql/quantile.go, BucketQuantile.
//
// The rules apply in this order:
//   q is NaN                          → NaN
//   q < 0                             → -Inf
//   q > 1                             → +Inf
//   no bucket at +Inf, or fewer than two buckets, or nothing observed → NaN
//   equal bounds are summed, decreasing counts are forced up (see `monotonic`)
//   the quantile falls into +Inf      → the highest finite bound
//   it falls into the first bucket and that bound is ≤ 0 → that bound
//   else                              → linear interpolation inside the bucket, from 0 in the first one

import { firstWhere } from '../search.ts'
import type { HistogramBucket } from './histogram-snapshot.ts'

/**
 * How decreasing counts are repaired. `runningMaximum`: before Prometheus 2.49. `smallDelta`: since then; relative
 * differences below 1e-12 are taken for float noise of a sum.
 */
export type Monotonicity = 'runningMaximum' | 'smallDelta'

// Prometheus chose 1e-12 with sums over many series: 1e-15 would leave float noise, 1e-9 would hide real decreases.
const SMALL_DELTA_TOLERANCE = 1e-12

export interface BucketEstimate {
  /** The value of histogram_quantile; NaN if it is undefined. */
  readonly value: number
  /** The bucket (lower, upper] that holds the quantile; upper may be Infinity. */
  readonly lower: number
  readonly upper: number
}

/** The value of histogram_quantile. Counts may be any floats, rates included. */
export function histogramQuantile(
  quantile: number,
  buckets: readonly HistogramBucket[],
  monotonicity: Monotonicity = 'smallDelta',
): number {
  return estimateQuantile(quantile, buckets, monotonicity).value
}

/** The same, with the bucket in which the value is interpolated. */
export function estimateQuantile(
  quantile: number,
  buckets: readonly HistogramBucket[],
  monotonicity: Monotonicity = 'smallDelta',
): BucketEstimate {
  return quantileEstimator(buckets, monotonicity)(quantile)
}

/** The same for several quantiles of one histogram. */
export function quantileEstimator(
  buckets: readonly HistogramBucket[],
  monotonicity: Monotonicity,
): (quantile: number) => BucketEstimate {
  const sorted = isAscending(buckets) ? buckets : coalesced([...buckets].sort(byBound))
  const hasAll = sorted.at(-1)?.upperBound === Number.POSITIVE_INFINITY
  const clean = hasAll ? monotonic(sorted, monotonicity) : []
  const total = clean.at(-1)?.cumulativeCount ?? 0
  return (quantile) => {
    if (Number.isNaN(quantile)) return nowhere(Number.NaN)
    if (quantile < 0) return nowhere(Number.NEGATIVE_INFINITY)
    if (quantile > 1) return nowhere(Number.POSITIVE_INFINITY)
    return clean.length < 2 || total === 0 ? nowhere(Number.NaN) : estimated(quantile * total, clean)
  }
}

/** @param clean at least two buckets whose bounds ascend to Infinity, and whose counts do not fall */
function estimated(rank: number, clean: readonly HistogramBucket[]): BucketEstimate {
  const last = clean.length - 1
  // By bisection, as Prometheus searches: where counts are NaN, another search would find another bucket.
  const index = firstWhere(0, last, (i) => (clean[i] as HistogramBucket).cumulativeCount >= rank)
  const upper = (clean[index] as HistogramBucket).upperBound
  const lower = index === 0 ? 0 : (clean[index - 1] as HistogramBucket).upperBound
  if (index === last) return { value: lower, lower, upper }
  if (index === 0 && upper <= 0) return { value: upper, lower: Number.NEGATIVE_INFINITY, upper }
  const below = index === 0 ? 0 : (clean[index - 1] as HistogramBucket).cumulativeCount
  const inside = (clean[index] as HistogramBucket).cumulativeCount - below
  return { value: lower + (upper - lower) * ((rank - below) / inside), lower, upper }
}

function byBound(a: HistogramBucket, b: HistogramBucket): number {
  return a.upperBound < b.upperBound ? -1 : Number(a.upperBound > b.upperBound)
}

/** Each bound is above the one before it, as buckets are written. */
function isAscending(buckets: readonly HistogramBucket[]): boolean {
  for (let i = 1; i < buckets.length; i++)
    if (!((buckets[i - 1] as HistogramBucket).upperBound < (buckets[i] as HistogramBucket).upperBound)) return false
  return true
}

function nowhere(value: number): BucketEstimate {
  return { value, lower: Number.NaN, upper: Number.NaN }
}

function coalesced(sorted: readonly HistogramBucket[]): HistogramBucket[] {
  const merged: HistogramBucket[] = []
  for (const bucket of sorted) {
    const previous = merged.at(-1)
    if (previous?.upperBound === bucket.upperBound)
      merged[merged.length - 1] = {
        upperBound: bucket.upperBound,
        cumulativeCount: previous.cumulativeCount + bucket.cumulativeCount,
      }
    else merged.push(bucket)
  }
  return merged
}

function monotonic(buckets: readonly HistogramBucket[], monotonicity: Monotonicity): readonly HistogramBucket[] {
  if (needsNoRepair(buckets)) return buckets
  let highest = buckets[0]?.cumulativeCount ?? 0
  return buckets.map((bucket) => {
    const count = bucket.cumulativeCount
    const isNoise = monotonicity === 'smallDelta' && count !== highest && almostEqual(highest, count)
    if (isNoise || count < highest) return { upperBound: bucket.upperBound, cumulativeCount: highest }
    // Before 2.49 a NaN neither raises other counts nor is raised. Since then, counts after a NaN are left as they are.
    if (monotonicity === 'smallDelta' || count > highest) highest = count
    return bucket
  })
}

/** Counts that stay or grow by more than noise. */
function needsNoRepair(buckets: readonly HistogramBucket[]): boolean {
  for (let i = 1; i < buckets.length; i++) {
    const [before, count] = [
      (buckets[i - 1] as HistogramBucket).cumulativeCount,
      (buckets[i] as HistogramBucket).cumulativeCount,
    ]
    if (!(count === before || (count > before && !almostEqual(before, count)))) return false
  }
  return true
}

// Source: prometheus util/almost/almost.go, Equal.
function almostEqual(a: number, b: number): boolean {
  const smallestNormal = 2.2250738585072014e-308
  const sum = Math.abs(a) + Math.abs(b)
  const difference = Math.abs(a - b)
  if (Number.isNaN(a) && Number.isNaN(b)) return true
  if (a === 0 || b === 0 || sum < smallestNormal) return difference < SMALL_DELTA_TOLERANCE * smallestNormal
  return difference / Math.min(sum, Number.MAX_VALUE) < SMALL_DELTA_TOLERANCE
}
