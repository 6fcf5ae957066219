// A record in the buckets of a layout: what a histogram of that layout would have counted, second by second.

import type { BucketEstimate } from '../../../core/histogram/histogram-quantile.ts'
import {
  type HistogramLayout,
  isNativeLayout,
  type NativeLayout,
  nativeIndex,
  nativeUpperBound,
} from '../../../core/histogram/native-layout.ts'
import { interpolateNative, nativeRank } from '../../../core/histogram/native-quantile.ts'
import { nearestRank } from '../../../core/latency/quantile.ts'
import type { RankIndex } from '../../../core/latency/rank-index.ts'
import { type CellRows, groupRows } from './cell-rows.ts'
import type { LatencyRecord } from './latency-record.ts'

/** Bucket i holds (lowers[i], uppers[i]]; ascending, the last reaches to Infinity. */
export interface Buckets {
  readonly native: boolean
  readonly lowers: Float64Array
  readonly uppers: Float64Array
}

/** Buckets, and which of them the cells of a record are in. */
export interface CellBuckets extends Buckets {
  /** The bucket of each cell of the record, read at the cell's upper end. */
  readonly bucketOf: Int32Array
  /** The same, read at the cell's lower end. If the two differ, a bound lies inside the cell and either bucket may be right. */
  readonly bucketIfLow: Int32Array
}

export interface BucketedRecord extends CellBuckets {
  readonly firstSecond: number
  readonly rows: CellRows
}

export function cellBuckets(record: Pick<LatencyRecord, 'uppers' | 'lowers'>, layout: HistogramLayout): CellBuckets {
  const buckets = bucketsFor(record, layout)
  return {
    ...buckets,
    bucketOf: bucketOfEach(record.uppers, buckets),
    bucketIfLow: bucketOfEach(record.lowers, buckets),
  }
}

export function bucketRecord(record: LatencyRecord, layout: HistogramLayout): BucketedRecord {
  const buckets = cellBuckets(record, layout)
  const rows = groupRows(record.rows, buckets.bucketOf, buckets.uppers.length)
  return { ...buckets, firstSecond: record.firstSecond, rows }
}

/**
 * The same for many layouts at once, in their order. It passes over the record only twice: once for the bounds of all
 * classic layouts together, once for the finest native one, whose bounds include those of every coarser schema.
 */
export function bucketRecords(record: LatencyRecord, layouts: readonly HistogramLayout[]): BucketedRecord[] {
  const classic = layouts.flatMap((layout) => (isNativeLayout(layout) ? [] : layout.upperBounds))
  const finest = layouts.filter(isNativeLayout).sort((a, b) => b.schema - a.schema)[0]
  const allBounds = [...new Set(classic)].sort((a, b) => a - b)
  const allClassic = allBounds.length > 0 ? bucketRecord(record, { name: 'all', upperBounds: allBounds }) : undefined
  const allNative = finest && bucketRecord(record, finest)
  return layouts.map((layout) => {
    const fine = (isNativeLayout(layout) ? allNative : allClassic) as BucketedRecord
    const buckets = cellBuckets(record, layout)
    const rows = groupRows(fine.rows, bucketOfEach(fine.uppers, buckets), buckets.uppers.length)
    return { ...buckets, firstSecond: record.firstSecond, rows }
  })
}

/** The counts of cells, summed by bucket. */
export function groupTotals(totals: Float64Array, groupOf: Int32Array, groupCount: number): Float64Array {
  const grouped = new Float64Array(groupCount)
  totals.forEach((count, cell) => {
    grouped[groupOf[cell] as number]! += count
  })
  return grouped
}

/** The share of the counted observations that the record cannot place on one side of a bound. */
export function ambiguousShare(totals: Float64Array, { bucketOf, bucketIfLow }: BucketedRecord): number {
  const count = totals.reduce((sum, seen) => sum + seen, 0)
  if (count === 0) return 0
  return totals.reduce((sum, seen, cell) => (bucketOf[cell] === bucketIfLow[cell] ? sum : sum + seen), 0) / count
}

/** The value of histogram_quantile for the counts, and the bucket it is interpolated in. NaN if nothing was counted. */
export function estimateIn(buckets: Buckets, counts: RankIndex, quantile: number): BucketEstimate {
  const { total } = counts
  if (total === 0) return { value: Number.NaN, lower: Number.NaN, upper: Number.NaN }
  const rank = quantile * total
  const at = counts.locate(buckets.native ? nativeRank(quantile, total) : Math.max(1, Math.ceil(rank)))
  const [lower, upper] = [buckets.lowers[at.cell] as number, buckets.uppers[at.cell] as number]
  if (upper === Number.POSITIVE_INFINITY) return { value: lower, lower, upper }
  if (buckets.native)
    return { value: interpolateNative(quantile, total, at.below, { lower, upper, count: at.inside }), lower, upper }
  return { value: lower + (upper - lower) * ((rank - at.below) / at.inside), lower, upper }
}

/** The exact quantile by nearest rank, as the record reads it. NaN if nothing was counted. */
export function exactIn(record: Pick<LatencyRecord, 'uppers'>, counts: RankIndex, quantile: number): number {
  if (counts.total === 0) return Number.NaN
  return record.uppers[counts.locate(nearestRank(quantile, counts.total)).cell] as number
}

function bucketsFor(record: Pick<LatencyRecord, 'uppers' | 'lowers'>, layout: HistogramLayout): Buckets {
  if (isNativeLayout(layout)) return nativeBuckets(record, layout)
  const uppers = Float64Array.of(...layout.upperBounds, Number.POSITIVE_INFINITY)
  return { native: false, uppers, lowers: Float64Array.of(0, ...layout.upperBounds) }
}

// The zero bucket, then every bucket from the lowest latency of the record to the highest.
function nativeBuckets(
  record: Pick<LatencyRecord, 'uppers' | 'lowers'>,
  { schema, zeroThresholdSeconds }: NativeLayout,
): Buckets {
  const lowest = record.lowers.find((lower) => lower > zeroThresholdSeconds && lower < Number.POSITIVE_INFINITY)
  const highest = record.uppers.findLast((upper) => upper > zeroThresholdSeconds && upper < Number.POSITIVE_INFINITY)
  const uppers = [zeroThresholdSeconds]
  const lowers = [0]
  if (lowest !== undefined && highest !== undefined)
    for (let index = nativeIndex(schema, lowest); index <= nativeIndex(schema, highest); index++) {
      lowers.push(nativeUpperBound(schema, index - 1))
      uppers.push(nativeUpperBound(schema, index))
    }
  lowers.push(uppers.at(-1) as number)
  uppers.push(Number.POSITIVE_INFINITY)
  return { native: true, lowers: Float64Array.from(lowers), uppers: Float64Array.from(uppers) }
}

function bucketOfEach(ascendingSeconds: Float64Array, { uppers }: Buckets): Int32Array {
  const bucketOf = new Int32Array(ascendingSeconds.length)
  for (let cell = 0, bucket = 0; cell < ascendingSeconds.length; cell++) {
    while ((uppers[bucket] as number) < (ascendingSeconds[cell] as number)) bucket++
    bucketOf[cell] = bucket
  }
  return bucketOf
}
