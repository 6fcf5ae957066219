// The moving window of a rule: at each second's end, what was observed in the last `rangeSeconds` seconds.
// Plain counts of whole seconds. Prometheus sees the same up to a factor, which no quantile feels: `rate()` scales a
// difference of counters to the range. Scraped each second, its left-open range holds one second less than its length;
// at a series' start its clamp at zero may scale buckets unequally. Neither is imitated here.

import { RankIndex } from '../../../core/latency/rank-index.ts'
import { type CellRows, rowCount } from './cell-rows.ts'

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
  const filled = rowCount(rows)
  for (let evaluation = 0; evaluation < evaluations; evaluation++) {
    if (evaluation < filled) window.addRow(rows, evaluation)
    const left = evaluation - rangeSeconds
    if (left >= 0 && left < filled) window.removeRow(rows, left)
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
