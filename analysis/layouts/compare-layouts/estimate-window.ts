// What a layout shows over one stretch of the record, against the exact quantiles.

import type { HistogramSnapshot } from '../../../core/histogram/histogram-snapshot.ts'
import { finiteOrNull } from '../../../core/latency/latency-summary.ts'
import { RankIndex } from '../../../core/latency/rank-index.ts'
import type { LayoutQuantile, LayoutStretch } from '../../../core/report/layout-comparison.ts'
import { type BucketedRecord, type Buckets, estimateIn, groupTotals } from '../record/bucketed-record.ts'
import type { ExactQuantile, ExactStretch } from './exact-window.ts'

/** @param live the server's own counts in place of re-bucketed ones */
export function layoutStretch(exact: ExactStretch, bucketed: BucketedRecord, live?: HistogramSnapshot): LayoutStretch {
  const bucketCount = bucketed.uppers.length
  const counts = live ? liveCounts(bucketed, live) : groupTotals(exact.totals, bucketed.bucketOf, bucketCount)
  const countsIfLow = live ? counts : groupTotals(exact.totals, bucketed.bucketIfLow, bucketCount)
  const [index, indexIfLow] = [RankIndex.of(counts), RankIndex.of(countsIfLow)]
  return {
    name: exact.name,
    count: index.total,
    quantiles: exact.quantiles.map((quantile) => layoutQuantile(quantile, bucketed, index, indexIfLow)),
  }
}

/** Relative to a microsecond at least, which is as fine as a record is. */
export function relativeTo(exact: number, error: number): number {
  return error / Math.max(exact, 1e-6)
}

function layoutQuantile(exact: ExactQuantile, buckets: Buckets, index: RankIndex, ifLow: RankIndex): LayoutQuantile {
  const { value, lower, upper } = estimateIn(buckets, index, exact.quantile)
  const error = finiteOrNull(value - exact.seconds)
  const empty = Number.isNaN(value)
  return {
    quantile: exact.quantile,
    exact: finiteOrNull(exact.seconds),
    exactInterval: Number.isNaN(exact.seconds)
      ? null
      : { lower: finiteOrNull(exact.lower), upper: finiteOrNull(exact.upper) },
    estimate: finiteOrNull(value),
    estimateIfLow: finiteOrNull(estimateIn(buckets, ifLow, exact.quantile).value),
    error,
    relativeError: error === null ? null : relativeTo(exact.seconds, error),
    bucket: empty ? null : { lower, upper: upper === Infinity ? '+Inf' : upper },
    bucketWidth: finiteOrNull(upper - lower),
    insideBucket: empty || Number.isNaN(exact.seconds) ? null : isInside(exact.seconds, lower, upper),
  }
}

// Latency 0 lies in the first bucket, whose lower end is drawn at 0.
function isInside(seconds: number, lower: number, upper: number): boolean {
  return (seconds > lower || lower === 0) && seconds <= upper
}

/** @throws RangeError where the server's bounds are not the layout's */
function liveCounts({ uppers }: Buckets, { buckets }: HistogramSnapshot): Float64Array {
  const same = buckets.length === uppers.length && buckets.every(({ upperBound }, i) => upperBound === uppers[i])
  if (!same) throw new RangeError(`expected live counts for the bounds ${uppers.join(', ')}`)
  return Float64Array.from(
    buckets,
    ({ cumulativeCount }, i) => cumulativeCount - (buckets[i - 1]?.cumulativeCount ?? 0),
  )
}
