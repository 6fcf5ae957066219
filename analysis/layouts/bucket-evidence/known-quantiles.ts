// The quantiles of the whole record as far as buckets tell them, and what a layout would have drawn.

import { quantileBounds } from '../../../core/histogram/quantile-bounds.ts'
import { RankIndex } from '../../../core/latency/rank-index.ts'
import type { LayoutQuantile, LayoutWindow } from '../../../core/report/layout-comparison.ts'
import { orderStatisticRanks } from '../../statistics/order-statistics.ts'
import { type BucketedRecord, estimateIn, groupTotals } from '../record/bucketed-record.ts'
import type { RecordedBuckets } from '../record/recorded-buckets.ts'
import { type Ends, knownRange, relativeErrorEnds, toldValue } from './known-range.ts'
import { drawnIn } from './readings.ts'

/** Where the quantile of all observations lies; NaN of none. */
export function exactEnds({ total, sum }: RecordedBuckets, quantile: number): Ends {
  const { lower, upper } = quantileBounds(quantile, total, sum) ?? { lower: Number.NaN, upper: Number.NaN }
  return { low: lower, high: upper }
}

/** @param layout in both readings, the low one first @param totals of the whole record, by cell */
export function knownWindow(
  recorded: RecordedBuckets,
  quantiles: readonly number[],
  layout: readonly [low: BucketedRecord, high: BucketedRecord],
  totals: Float64Array,
): LayoutWindow {
  const [low, high] = layout.map((reading) =>
    RankIndex.of(groupTotals(totals, reading.bucketOf, reading.uppers.length)),
  ) as [RankIndex, RankIndex]
  return {
    name: null,
    count: high.total,
    quantiles: quantiles.map((quantile) => knownQuantile(recorded, quantile, layout, [low, high])),
  }
}

function knownQuantile(
  recorded: RecordedBuckets,
  quantile: number,
  [lowBuckets, highBuckets]: readonly [BucketedRecord, BucketedRecord],
  [low, high]: readonly [RankIndex, RankIndex],
): LayoutQuantile {
  const exact = exactEnds(recorded, quantile)
  const estimate = { low: drawnIn(lowBuckets, low, quantile), high: drawnIn(highBuckets, high, quantile) }
  const [inLow, inHigh] = [estimateIn(lowBuckets, low, quantile), estimateIn(highBuckets, high, quantile)]
  const bucket = inLow.lower === inHigh.lower && inLow.upper === inHigh.upper ? inLow : null
  const [exactRange, estimateRange] = [knownRange(exact), knownRange(estimate)]
  const relativeErrorRange = knownRange(relativeErrorEnds(estimate, exact))
  return {
    quantile,
    exact: null,
    ...(exactRange && { exactRange }),
    exactInterval: knownInterval(recorded, quantile),
    estimate: toldValue(estimate),
    ...(estimateRange && { estimateRange }),
    estimateIfLow: Number.isFinite(estimate.low) ? estimate.low : null,
    error: null,
    relativeError: null,
    ...(exactRange && relativeErrorRange && { relativeErrorRange }),
    bucket: bucket && { lower: bucket.lower, upper: bucket.upper === Infinity ? '+Inf' : bucket.upper },
    bucketWidth: bucket && Number.isFinite(bucket.upper) ? bucket.upper - bucket.lower : null,
    insideBucket: bucket && (exact.low >= bucket.lower && exact.high <= bucket.upper ? true : null),
  }
}

/** For the service, with 95% confidence: from the low end of one order statistic's bucket to the high end of another's. */
function knownInterval({ total }: RecordedBuckets, quantile: number): LayoutQuantile['exactInterval'] {
  if (total.count === 0 || quantile <= 0 || quantile >= 1) return null
  const ranks = orderStatisticRanks(quantile, total.count)
  const bucketAt = (rank: number) => total.buckets.findIndex(({ cumulativeCount }) => cumulativeCount >= rank)
  const upper = ranks.upper > total.count ? Infinity : (total.buckets[bucketAt(ranks.upper)]?.upperBound ?? Infinity)
  return {
    lower: ranks.lower < 1 ? null : (total.buckets[bucketAt(ranks.lower) - 1]?.upperBound ?? 0),
    upper: Number.isFinite(upper) ? upper : null,
  }
}
