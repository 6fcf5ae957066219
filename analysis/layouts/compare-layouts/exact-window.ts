// The exact side of a comparison over one stretch of the record: the whole of it, or a phase.

import { nearestRank } from '../../../core/latency/quantile.ts'
import { RankIndex } from '../../../core/latency/rank-index.ts'
import { orderStatisticRanks, type RankInterval } from '../../statistics/order-statistics.ts'
import type { NamedStretch } from '../analysis-request.ts'
import { cellTotals, rowCount } from '../record/cell-rows.ts'
import type { LatencyRecord } from '../record/latency-record.ts'

export interface ExactStretch {
  /** A phase's name; null for the whole record. */
  readonly name: string | null
  readonly count: number
  /** How often each cell of the record was seen. */
  readonly totals: Float64Array
  readonly quantiles: readonly ExactQuantile[]
}

export interface ExactQuantile {
  readonly quantile: number
  /** Infinity among latencies that never ended, NaN of none. */
  readonly seconds: number
  /** 95% confidence; -Infinity and Infinity where the sample is too small for an end. */
  readonly lower: number
  readonly upper: number
}

/** The whole record, then each phase. A second belongs to the phase that holds its middle. */
export function exactStretches(
  record: LatencyRecord,
  phases: readonly NamedStretch[],
  quantiles: readonly number[],
): ExactStretch[] {
  const rowAt = (seconds: number) =>
    Math.min(rowCount(record.rows), Math.max(0, Math.ceil(seconds - 0.5) - record.firstSecond))
  return [
    exactStretch(record, null, cellTotals(record.rows), quantiles),
    ...phases.map(({ name, startSeconds, endSeconds }) =>
      exactStretch(record, name, cellTotals(record.rows, rowAt(startSeconds), rowAt(endSeconds)), quantiles),
    ),
  ]
}

function exactStretch(
  record: LatencyRecord,
  name: string | null,
  totals: Float64Array,
  quantiles: readonly number[],
): ExactStretch {
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

// No sample encloses the least or the greatest of what it was drawn from.
function enclosingRanks(quantile: number, count: number): RankInterval {
  return quantile > 0 && quantile < 1 ? orderStatisticRanks(quantile, count) : { lower: 0, upper: count + 1 }
}

/** How many latencies of a stretch lie at or below a bound. */
export function countAtOrBelow(
  { uppers }: Pick<LatencyRecord, 'uppers'>,
  { totals }: ExactStretch,
  bound: number,
): number {
  let count = 0
  for (let cell = 0; cell < totals.length && (uppers[cell] as number) <= bound; cell++) count += totals[cell] as number
  return count
}
