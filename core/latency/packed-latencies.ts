// Latencies in one or two bytes for each that differs, a tenth of the memory of LatencyCounts: a long run keeps six sets
// of them for each second.
//
// The cells of latency-grid.ts that were filled ascend, mostly in small steps, and most were filled once. So each is kept
// as its step from the cell before, doubled, plus 1 where its count follows; without one, its count is 1. Both numbers are
// written seven bits to a byte, the lowest first, and the highest bit of a byte says that another one follows (LEB128).

import type { LatencyCounts } from './latency-counts.ts'
import { highestLatencyOf, latencyCell } from './latency-grid.ts'

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
  if (room.length < (end - first) * MOST_BYTES_PER_CELL) room = new Uint8Array((end - first) * MOST_BYTES_PER_CELL)
  let [cells, at, before] = [0, 0, 0]
  for (let cell = first; cell < end; cell++) {
    const count = counts[cell] as number
    if (count === 0) continue
    const step = 2 * (cell - before)
    if (count > 1) at = write(write(at, step + 1), count)
    else at = write(at, step)
    cells++
    before = cell
  }
  return { bytes: room.slice(0, at), cells }
}

/** Three of a step, and eight of a count below 2^53. */
const MOST_BYTES_PER_CELL = 11

/** What is packed is put together here, and copied once its length is known. */
let room = new Uint8Array(4096 * MOST_BYTES_PER_CELL)

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

/**
 * Adds what was packed to counts by cell.
 * @param counts has room for the cell of the longest latency
 * @returns how many latencies these are
 */
export function addCells({ bytes, cells }: PackedLatencies, counts: Float64Array): number {
  let [at, cell, added] = [0, 0, 0]
  for (let i = 0; i < cells; i++) {
    let byte = bytes[at++] as number
    let step = byte & 127
    for (let worth = 128; byte >= 128; worth *= 128) {
      byte = bytes[at++] as number
      step += (byte & 127) * worth
    }
    let count = 1
    if ((step & 1) === 1) {
      byte = bytes[at++] as number
      count = byte & 127
      for (let worth = 128; byte >= 128; worth *= 128) {
        byte = bytes[at++] as number
        count += (byte & 127) * worth
      }
    }
    cell += step >>> 1
    counts[cell]! += count
    added += count
  }
  return added
}

/** Whether all of it can be read: that it came from here is not to be relied on where it came over a network. */
export function isPacked({ bytes, cells, minSeconds, maxSeconds, sumSeconds }: PackedLatencies): boolean {
  if (cells === 0) return bytes.length === 0
  let [at, first, cell] = [0, 0, 0]
  const next = () => {
    let [number, worth] = [0, 1]
    for (; at < bytes.length; worth *= 128) {
      const byte = bytes[at++] as number
      number += (byte & 127) * worth
      if (byte < 128) return number
    }
    return Number.NaN
  }
  for (let i = 0; i < cells; i++) {
    const step = next()
    const ahead = Math.floor(step / 2)
    cell += ahead
    if (i === 0) first = cell
    else if (!(ahead > 0)) return false
    if (!(cell <= MOST_CELLS) || (step % 2 === 1 && !(next() <= Number.MAX_SAFE_INTEGER))) return false
  }
  const isWithin = minSeconds >= 0 && first === latencyCell(minSeconds) && cell === latencyCell(maxSeconds)
  return at === bytes.length && isWithin && Number.isFinite(sumSeconds)
}

/** Beyond the cell of 142 years: the grid ends at 2^52 microseconds. */
const MOST_CELLS = 2 ** 16

/** Writes a number into the room. @returns where the next one goes */
function write(from: number, number: number): number {
  let [at, rest] = [from, number]
  for (; rest >= 128; rest = Math.floor(rest / 128)) room[at++] = (rest % 128) | 128
  room[at] = rest
  return at + 1
}
