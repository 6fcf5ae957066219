// The exact side of a comparison over the moving window, evaluation by evaluation.

import { exactIn } from './record/bucketed-record.ts'
import type { LatencyRecord } from './record/latency-record.ts'
import { movingQuantiles } from './record/moving-window.ts'

export interface MovingExact {
  /** Seconds of the run at the first evaluation; the others follow each second. */
  readonly firstAt: number
  /** Observations in the window. */
  readonly totals: Float64Array
  /** For each quantile asked, its value at every evaluation: NaN of nothing, Infinity among those that never ended. */
  readonly quantiles: readonly Float64Array[]
}

export function movingExact(
  record: LatencyRecord,
  rangeSeconds: number,
  evaluations: number,
  quantiles: readonly number[],
): MovingExact {
  const totals = new Float64Array(evaluations)
  const values = movingQuantiles(record.rows, rangeSeconds, evaluations, quantiles, (window, quantile, evaluation) => {
    totals[evaluation] = window.total
    return exactIn(record, window, quantile)
  })
  return { firstAt: record.firstSecond + 1, totals, quantiles: values }
}

/**
 * Which evaluations have a window to measure an error by. Not the first ones, whose window is shorter than the range
 * (and than half the record, where that is less), nor those after the last observation: production has none of these,
 * and their few observations are mostly noise.
 */
export function isWholeWindow(evaluation: number, recordSeconds: number, rangeSeconds: number): boolean {
  return evaluation + 1 >= Math.min(rangeSeconds, Math.ceil(recordSeconds / 2)) && evaluation < recordSeconds
}

/** Whether a window is large enough to have at least one observation above the quantile. */
export function hasTail(quantile: number, total: number): boolean {
  return total * (1 - quantile) >= 1 - 1e-9
}
