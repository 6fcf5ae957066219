// The moving window of a rule: at each second's end, what was observed in the last `rangeSeconds` seconds.
// Plain counts of whole seconds. Prometheus sees the same up to a factor, which no quantile feels: `rate()` scales a
// difference of counters to the range. Scraped each second, its left-open range holds one second less than its length;
// at a series' start its clamp at zero may scale buckets unequally. Neither is imitated here.

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

/** A quantile at every evaluation, for each of several. NaN where the window is empty. */
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
