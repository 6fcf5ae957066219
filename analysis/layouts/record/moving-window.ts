// The moving window of a rule: at the end of each second, the observations of the last `rangeSeconds` seconds.
// The counts are those of whole seconds. Prometheus has the same up to a factor, which does not change quantiles: `rate()`
// scales a difference of counters to the range. Two differences are not reproduced: at a scrape interval of a second the
// left-open range covers one second less than its length, and at the start of a series the clamp at zero may scale buckets
// unequally.

import { RankIndex } from '../../../core/latency/rank-index.ts'
import { exactIn } from './bucketed-record.ts'
import { type CellRows, rowCount } from './cell-rows.ts'
import type { LatencyRecord } from './latency-record.ts'

/** @throws RangeError unless the range is a whole number of seconds, at least 1 */
export function slideWindow(
  rows: CellRows,
  rangeSeconds: number,
  evaluations: number,
  visit: (evaluation: number, window: RankIndex) => void,
): void {
  if (!Number.isInteger(rangeSeconds) || rangeSeconds < 1)
    throw new RangeError(`expected a range of whole seconds, got ${rangeSeconds}`)
  const window = new RankIndex(rows.cellCount)
  const { offsets } = rows
  const filled = rowCount(rows)
  for (let evaluation = 0; evaluation < evaluations; evaluation++) {
    if (evaluation < filled) window.addEntries(rows, offsets[evaluation] as number, offsets[evaluation + 1] as number)
    const left = evaluation - rangeSeconds
    if (left >= 0 && left < filled) window.removeEntries(rows, offsets[left] as number, offsets[left + 1] as number)
    visit(evaluation, window)
  }
}

/** Several quantiles at every evaluation. NaN where the window is empty. */
export function movingQuantiles(
  rows: CellRows,
  rangeSeconds: number,
  evaluations: number,
  quantiles: readonly number[],
  read: (window: RankIndex, quantile: number, evaluation: number) => number,
): Float64Array[] {
  const values = quantiles.map(() => new Float64Array(evaluations).fill(Number.NaN))
  slideWindow(rows, rangeSeconds, evaluations, (evaluation, window) => {
    if (window.total === 0) return
    quantiles.forEach((quantile, i) => {
      ;(values[i] as Float64Array)[evaluation] = read(window, quantile, evaluation)
    })
  })
  return values
}

/** The exact quantiles over the moving window, evaluation by evaluation. */
export interface MovingExact {
  /** The time of the first evaluation in seconds of the run; another one follows each second. */
  readonly firstAt: number
  /** Observations in the window. */
  readonly totals: Float64Array
  /** By requested quantile and evaluation: NaN of an empty window, Infinity among requests that never ended. */
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
 * Whether errors are measured at an evaluation. They are not at the first ones, whose window is shorter than the range
 * (or than half the record, if that is less), nor after the last observation: production has no such windows, and their
 * few observations are mostly noise.
 */
export function isWholeWindow(evaluation: number, recordSeconds: number, rangeSeconds: number): boolean {
  return evaluation + 1 >= Math.min(rangeSeconds, Math.ceil(recordSeconds / 2)) && evaluation < recordSeconds
}

/** Whether a window is large enough to have at least one observation above the quantile. */
export function hasTail(quantile: number, total: number): boolean {
  return total * (1 - quantile) >= 1 - 1e-9
}
