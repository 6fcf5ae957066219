// Latencies in one or two bytes for each that differs, a tenth of the memory of LatencyCounts: a long run keeps six sets
// of them for each second.
//
// The cells of latency-grid.ts that were filled ascend, mostly in small steps, and most were filled once. So each is kept
// as its step from the cell before, doubled, plus 1 where its count follows; without one, its count is 1. Both numbers are
// written seven bits to a byte, the lowest first, and the highest bit of a byte says that another one follows (LEB128).

import type { LatencyCounts } from './latency-counts.ts'
import { highestLatencyOf } from './latency-grid.ts'

/** All of them ended. */
export interface PackedLatencies {
  /** As written above. */
  readonly bytes: Uint8Array
  /** How many cells were filled. */
  readonly cells: number
  /** NaN where there are none, as is the maximum. */
  readonly minSeconds: number
  readonly maxSeconds: number
  readonly sumSeconds: number
}

export const NO_PACKED_LATENCIES: PackedLatencies = {
  bytes: new Uint8Array(),
  cells: 0,
  minSeconds: Number.NaN,
  maxSeconds: Number.NaN,
  sumSeconds: 0,
}

/** @param counts by cell; none is filled before `first` or from `end` on */
export function packCells(counts: Float64Array, first: number, end: number): Pick<PackedLatencies, 'bytes' | 'cells'> {
  let [cells, length, before] = [0, 0, 0]
  for (let cell = first; cell < end; cell++) {
    const count = counts[cell] as number
    if (count === 0) continue
    cells++
    length += bytesOf(2 * (cell - before)) + (count === 1 ? 0 : bytesOf(count))
    before = cell
  }
  const bytes = new Uint8Array(length)
  before = 0
  for (let cell = first, at = 0; cell < end; cell++) {
    const count = counts[cell] as number
    if (count === 0) continue
    at = write(bytes, at, 2 * (cell - before) + (count === 1 ? 0 : 1))
    if (count !== 1) at = write(bytes, at, count)
    before = cell
  }
  return { bytes, cells }
}

export function unpackLatencies({ bytes, cells, ...rest }: PackedLatencies): LatencyCounts {
  const values = new Float64Array(cells)
  const counts = new Float64Array(cells)
  let [at, cell] = [0, 0]
  const next = () => {
    let [number, worth] = [0, 1]
    for (;;) {
      const byte = bytes[at++] as number
      number += (byte & 127) * worth
      if (byte < 128) return number
      worth *= 128
    }
  }
  for (let i = 0; i < cells; i++) {
    const step = next()
    cell += step >>> 1
    values[i] = highestLatencyOf(cell)
    counts[i] = (step & 1) === 1 ? next() : 1
  }
  return { values, counts, unbounded: 0, ...rest }
}

function bytesOf(number: number): number {
  let bytes = 1
  for (let rest = number; rest >= 128; rest /= 128) bytes++
  return bytes
}

/** @returns where the next number goes */
function write(bytes: Uint8Array, from: number, number: number): number {
  let [at, rest] = [from, number]
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 128
  bytes[at] = rest
  return at + 1
}
