// The quantiles that a layout estimates over one window of the record, beside the exact ones.

import type { HistogramSnapshot } from '../../../core/histogram/histogram-snapshot.ts'
import { finiteOrNull } from '../../../core/latency/latency-summary.ts'
import { RankIndex } from '../../../core/latency/rank-index.ts'
import type { LayoutQuantile, LayoutWindow } from '../../../core/report/layout-comparison.ts'
import { type BucketedRecord, type Buckets, estimateIn, groupTotals } from '../record/bucketed-record.ts'
import type { ExactQuantile, ExactWindow } from './exact-window.ts'

/** @param live the server's own counts, used in place of re-bucketed ones */
export function estimateWindow(exact: ExactWindow, bucketed: BucketedRecord, live?: HistogramSnapshot): LayoutWindow {
  const bucketCount = bucketed.uppers.length
  const counts = live ? liveCounts(bucketed, live) : groupTotals(exact.totals, bucketed.bucketOf, bucketCount)
  const countsIfLow = live ? counts : groupTotals(exact.totals, bucketed.bucketIfLow, bucketCount)
  const [index, indexIfLow] = [RankIndex.of(counts), RankIndex.of(countsIfLow)]
  return {
    name: exact.name,
    count: index.total,
    quantiles: exact.quantiles.map((quantile) => estimateQuantile(quantile, bucketed, index, indexIfLow)),
  }
}

/** An error relative to the exact value, or to a microsecond, the record's resolution, where that is more. */
export function relativeTo(exact: number, error: number): number {
  return error / Math.max(exact, 1e-6)
}

function estimateQuantile(exact: ExactQuantile, buckets: Buckets, index: RankIndex, ifLow: RankIndex): LayoutQuantile {
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

// A latency of 0 belongs to the first bucket, whose lower bound is 0 as well.
function isInside(seconds: number, lower: number, upper: number): boolean {
  return (seconds > lower || lower === 0) && seconds <= upper
}

/** @throws RangeError where the server's bounds are not the layout's */
function liveCounts({ uppers }: Buckets, { buckets }: HistogramSnapshot): Float64Array {
  const same = buckets.length === uppers.length && buckets.every(({ upperBound }, i) => upperBound === uppers[i])
  if (!same) throw new RangeError(`expected live counts with the layout's bounds ${uppers.join(', ')}`)
  return Float64Array.from(
    buckets,
    ({ cumulativeCount }, i) => cumulativeCount - (buckets[i - 1]?.cumulativeCount ?? 0),
  )
}
