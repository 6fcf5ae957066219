// A record of latencies over time, ready to be put into buckets. Seconds.
// A record has limited precision: a cell says only that a latency was between its `lowers` and `uppers`. It is read at its
// upper end, as HdrHistogram reads it, which is at most 0.1% high at 3 significant digits. Latencies had been rounded to
// whole units (microseconds) before; that half unit is not counted here.

import type { LatencySeries } from '../../../core/latency/latency-series.ts'
import { allTotals, type CellRows } from './cell-rows.ts'
import { ValueIds } from './value-ids.ts'

export interface LatencyRecord {
  /** Row r of `rows` is the second firstSecond + r. */
  readonly firstSecond: number
  readonly rows: CellRows
  /** The latency that a cell is read as; ascending. The last may be Infinity, for requests that never ended. */
  readonly uppers: Float64Array
  /** The lowest latency that a cell may stand for. */
  readonly lowers: Float64Array
}

/** HdrHistogram's grid: whole units, kept to a number of significant decimal digits. */
export interface RecordGrid {
  readonly unitSeconds: number
  readonly significantDigits: number
}

const OWN_GRID: RecordGrid = { unitSeconds: 1e-6, significantDigits: 3 }

// Ten days of seconds. A longer record is a mistake in its seconds, and would fill the memory with empty rows.
export const MOST_SECONDS = 864_000

/** @throws RangeError if the series is empty, not ascending by second, or longer than ten days */
export function latencyRecord(series: LatencySeries, grid: RecordGrid = OWN_GRID): LatencyRecord {
  const first = series[0]
  const last = series.at(-1)
  if (!first || !last) throw new RangeError('expected at least one second of latencies')
  const seconds = last.second - first.second + 1
  if (!(seconds <= MOST_SECONDS)) throw new RangeError(`expected at most ${MOST_SECONDS} seconds, got ${seconds}`)
  const { rows, values } = readSeries(series, first.second, seconds)
  const { uppers, rank } = ascending(values)
  // In place, and in a loop: there are millions of entries.
  for (let entry = 0; entry < rows.cells.length; entry++)
    rows.cells[entry] = rank[rows.cells[entry] as number] as number
  return {
    firstSecond: first.second,
    rows,
    uppers,
    lowers: uppers.map((upper) => lowestEquivalent(upper, grid)),
  }
}

/** The greatest amount by which a latency of this record may read high, relative to what is read. */
export function recordPrecision(record: LatencyRecord): number {
  const totals = allTotals(record.rows)
  let worst = 0
  record.uppers.forEach((upper, cell) => {
    if ((totals[cell] as number) > 0 && upper > 0 && upper < Number.POSITIVE_INFINITY)
      worst = Math.max(worst, (upper - (record.lowers[cell] as number)) / upper)
  })
  return worst
}

// Cells are numbered in the order in which they are met, and sorted once all values are known.
function readSeries(
  series: LatencySeries,
  firstSecond: number,
  seconds: number,
): { rows: CellRows; values: Float64Array } {
  const entries = series.reduce((sum, { latencies }) => sum + latencies.values.length + 1, 0)
  const offsets = new Int32Array(seconds + 1)
  const cells = new Int32Array(entries)
  const counts = new Float64Array(entries)
  const ids = new ValueIds()
  let at = 0
  const push = (value: number, count: number) => {
    cells[at] = ids.idOf(value)
    counts[at++] = count
  }
  let row = 0
  for (const { second, latencies } of series) {
    if (!Number.isInteger(second) || second < firstSecond + row)
      throw new RangeError(`expected whole seconds that ascend, got ${second}`)
    while (row < second - firstSecond) offsets[++row] = at
    const { values, counts: seen, maxSeconds, unbounded } = latencies
    for (let i = 0; i < values.length; i++) push(Math.min(values[i] as number, maxSeconds), seen[i] as number)
    if (unbounded > 0) push(Number.POSITIVE_INFINITY, unbounded)
    offsets[++row] = at
  }
  const rows = { cellCount: ids.count, offsets, cells: cells.subarray(0, at), counts: counts.subarray(0, at) }
  return { rows, values: ids.values() }
}

function ascending(values: Float64Array): { uppers: Float64Array; rank: Int32Array } {
  const order = Int32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number))
  const rank = new Int32Array(values.length)
  order.forEach((id, position) => {
    rank[id] = position
  })
  return { uppers: Float64Array.from(order, (id) => values[id] as number), rank }
}

// HdrHistogram: 2 · 10^digits sub-buckets, rounded up to a power of two; above them cells double in width with the value.
function lowestEquivalent(seconds: number, { unitSeconds, significantDigits }: RecordGrid): number {
  if (seconds === Number.POSITIVE_INFINITY) return seconds
  const unitsPerSecond = Math.round(1 / unitSeconds)
  const subBucketBits = Math.ceil(Math.log2(2 * 10 ** significantDigits))
  const units = Math.round(seconds * unitsPerSecond)
  const width = units < 1 ? 1 : 2 ** Math.max(0, Math.floor(Math.log2(units)) + 1 - subBucketBits)
  return Math.min(seconds, (Math.floor(units / width) * width) / unitsPerSecond)
}
