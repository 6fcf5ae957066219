// HdrHistogram's interchange format, V2: what stands in the last field of a log's interval. Read here and not by the
// library, which fills and then searches an array of all cells that a histogram may have, ten times as many as it has.
//
//   base64 ─▶ cookie, length ─▶ deflated: cookie, length of the counts, offset, significant digits, lowest and highest
//   value, ratio ─▶ counts by cell, zigzag LEB128; a negative one stands for so many empty cells
//
// Source: HdrHistogram's AbstractHistogram and ZigZagEncoding; the property test holds the library against it.

import { inflateSync } from 'node:zlib'

/** The cells of a histogram: the first `2 ** doublingBits` stand for `2 ** unitBits` units each, then they double in width. */
export interface HistogramGrid {
  readonly significantDigits: number
  readonly unitBits: number
  readonly doublingBits: number
}

export interface DecodedHistogram {
  readonly grid: HistogramGrid
  /** Those that are not empty, ascending. */
  readonly cells: Int32Array
  readonly counts: Float64Array
}

const COMPRESSED_COOKIE = 0x1c849304
const COOKIE = 0x1c849303
const HEADER_BYTES = 40
const MOST_DIGITS = 5
/** More than a histogram of the most digits takes: so much is not meant well. */
const MOST_BYTES = 2 ** 27

/** @throws Error where it is none, or not of this version */
export function decodeHistogram(base64: string): DecodedHistogram {
  const outer = Buffer.from(base64, 'base64')
  expectCookie(outer, COMPRESSED_COOKIE)
  const inner = inflateSync(outer.subarray(8, 8 + outer.readInt32BE(4)), { maxOutputLength: MOST_BYTES })
  expectCookie(inner, COOKIE)
  const significantDigits = inner.readInt32BE(12)
  const lowest = Number(inner.readBigInt64BE(16))
  if (!(significantDigits >= 0 && significantDigits <= MOST_DIGITS && lowest >= 1))
    throw new RangeError(`expected 0 to 5 digits and a lowest value of 1, got ${significantDigits} and ${lowest}`)
  const grid = {
    significantDigits,
    unitBits: Math.floor(Math.log2(lowest)),
    doublingBits: Math.ceil(Math.log2(2 * 10 ** significantDigits)) - 1,
  }
  return { grid, ...filledCells(inner.subarray(HEADER_BYTES, HEADER_BYTES + inner.readInt32BE(4)), grid) }
}

/** The highest value that a cell stands for, in the histogram's units. */
export function highestUnitsOf(cell: number, { unitBits, doublingBits }: HistogramGrid): number {
  const next = cell + 1
  const doublings = Math.max(0, (next >> doublingBits) - 1)
  return (next - doublings * 2 ** doublingBits) * 2 ** (doublings + unitBits) - 1
}

function expectCookie(bytes: Buffer, cookie: number): void {
  // One digit of it is the size of a word, which says nothing here.
  if (bytes.length < 8 || (bytes.readInt32BE(0) & ~0xf0) !== cookie)
    throw new TypeError('expected a histogram in V2 of the interchange format')
}

function filledCells(bytes: Buffer, { doublingBits }: HistogramGrid): Pick<DecodedHistogram, 'cells' | 'counts'> {
  const cells = new Int32Array(bytes.length)
  const counts = new Float64Array(bytes.length)
  const mostCells = 64 * 2 ** doublingBits
  let [filled, cell, at] = [0, 0, 0]
  while (at < bytes.length) {
    let byte = bytes[at++] as number
    let number = byte & 127
    for (let worth = 128, places = 1; byte >= 128 && at < bytes.length; places++, worth *= 128) {
      byte = bytes[at++] as number
      // The ninth byte is the last, and has no bit to say so.
      number += (places === 8 ? byte : byte & 127) * worth
      if (places === 8) break
    }
    if (number % 2 === 1) cell += (number + 1) / 2
    else if (number === 0) cell++
    else {
      if (cell >= mostCells) throw new RangeError('expected the cells of values below 2^63')
      cells[filled] = cell++
      counts[filled++] = number / 2
    }
  }
  return { cells: cells.slice(0, filled), counts: counts.slice(0, filled) }
}
