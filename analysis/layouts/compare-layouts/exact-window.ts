// The exact quantiles of a window of the record: the whole record, or one phase.

import type { CountedValues } from '../../../core/latency/latency-counts.ts'
import { nearestRank } from '../../../core/latency/quantile.ts'
import { RankIndex } from '../../../core/latency/rank-index.ts'
import { orderStatisticRanks, type RankInterval } from '../../statistics/order-statistics.ts'
import type { NamedWindow } from '../analysis-request.ts'
import { allTotals, cellTotals, rowCount } from '../record/cell-rows.ts'
import type { LatencyRecord } from '../record/latency-record.ts'

export interface ExactWindow {
  /** The phase's name; null for the whole record. */
  readonly name: string | null
  readonly count: number
  /** How often each cell of the record was seen. */
  readonly totals: Float64Array
  readonly quantiles: readonly ExactQuantile[]
}

export interface ExactQuantile {
  readonly quantile: number
  /** Infinity where it lies among requests that never ended; NaN of an empty window. */
  readonly seconds: number
  /** The 95% confidence interval; an end is -Infinity or Infinity where the sample is too small to bound it. */
  readonly lower: number
  readonly upper: number
}

/** The whole record first, then each phase. A second belongs to the phase that contains its middle. */
export function exactWindows(
  record: LatencyRecord,
  phases: readonly NamedWindow[],
  quantiles: readonly number[],
): ExactWindow[] {
  const rowAt = (seconds: number) =>
    Math.min(rowCount(record.rows), Math.max(0, Math.ceil(seconds - 0.5) - record.firstSecond))
  return [
    exactWindow(record, null, allTotals(record.rows), quantiles),
    ...phases.map(({ name, startSeconds, endSeconds }) =>
      exactWindow(record, name, cellTotals(record.rows, rowAt(startSeconds), rowAt(endSeconds)), quantiles),
    ),
  ]
}

function exactWindow(
  record: LatencyRecord,
  name: string | null,
  totals: Float64Array,
  quantiles: readonly number[],
): ExactWindow {
  const index = RankIndex.of(totals)
  const at = (rank: number) => record.uppers[index.locate(rank).cell] as number
  return {
    name,
    count: index.total,
    totals,
    quantiles: quantiles.map((quantile) => {
      if (index.total === 0) return { quantile, seconds: Number.NaN, lower: -Infinity, upper: Infinity }
      const { lower, upper } = enclosingRanks(quantile, index.total)
      return {
        quantile,
        seconds: at(nearestRank(quantile, index.total)),
        lower: lower < 1 ? -Infinity : at(lower),
        upper: upper > index.total ? Infinity : at(upper),
      }
    }),
  }
}

// The minimum and the maximum have no distribution-free confidence interval.
function enclosingRanks(quantile: number, count: number): RankInterval {
  return quantile > 0 && quantile < 1 ? orderStatisticRanks(quantile, count) : { lower: 0, upper: count + 1 }
}

/** The observations of a window as `countAtOrBelow` reads them. */
export function observationsOf({ uppers }: Pick<LatencyRecord, 'uppers'>, { totals }: ExactWindow): CountedValues {
  return { values: uppers, counts: totals }
}
