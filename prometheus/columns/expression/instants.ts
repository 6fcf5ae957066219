// A stretch of evaluation instants, over which an expression is evaluated at once, and the arrays that this takes. They are
// used again for the next stretch: nothing may keep them.

import type { TimeAxis } from '../time-axis.ts'

/** Lends arrays until it is told that nobody uses them any longer. */
export class ArrayPool {
  readonly #length: number
  readonly #floats: Float64Array[] = []
  readonly #ints: Int32Array[] = []
  readonly #bytes: Uint8Array[] = []
  #floatsLent = 0
  #intsLent = 0
  #bytesLent = 0

  /** @param length of its arrays; longer ones are made when they are asked for */
  constructor(length: number) {
    this.#length = length
  }

  /** For arrays of that length at most: itself, or a new one where its own are shorter. */
  withLength(length: number): ArrayPool {
    return length <= this.#length ? this : new ArrayPool(length)
  }

  /** With whatever stands in it. */
  floats(length: number): Float64Array {
    if (length > this.#length) return new Float64Array(length)
    if (this.#floatsLent === this.#floats.length) this.#floats.push(new Float64Array(this.#length))
    return this.#floats[this.#floatsLent++] as Float64Array
  }

  /** With whatever stands in it. */
  ints(length: number): Int32Array {
    if (length > this.#length) return new Int32Array(length)
    if (this.#intsLent === this.#ints.length) this.#ints.push(new Int32Array(this.#length))
    return this.#ints[this.#intsLent++] as Int32Array
  }

  /** With whatever stands in it. */
  bytes(length: number): Uint8Array {
    if (length > this.#length) return new Uint8Array(length)
    if (this.#bytesLent === this.#bytes.length) this.#bytes.push(new Uint8Array(this.#length))
    return this.#bytes[this.#bytesLent++] as Uint8Array
  }

  takeBack(): void {
    this.#floatsLent = 0
    this.#intsLent = 0
    this.#bytesLent = 0
  }
}

export class Instants {
  readonly count: number
  /** Of the queries, ascending: milliseconds since the Unix epoch. */
  readonly queriedMs: Float64Array
  /** Evaluated so much after the instants of the queries. */
  readonly queryOffsetMs: number
  readonly pool: ArrayPool
  readonly #places = new Map<TimeAxis, Map<number, Int32Array>>()

  constructor(queriedMs: Float64Array, queryOffsetMs: number, pool: ArrayPool) {
    this.count = queriedMs.length
    this.queriedMs = queriedMs
    this.queryOffsetMs = queryOffsetMs
    this.pool = pool
  }

  /** For each instant, how many samples of an axis lie up to and including so long after it (before it where it is negative). */
  placesUntil(axis: TimeAxis, afterMs: number): Int32Array {
    const ofAxis = this.#places.get(axis) ?? new Map<number, Int32Array>()
    this.#places.set(axis, ofAxis)
    const known = ofAxis.get(afterMs)
    if (known) return known
    const places = this.#walk(axis, afterMs)
    ofAxis.set(afterMs, places)
    return places
  }

  #walk(axis: TimeAxis, afterMs: number): Int32Array {
    const { count, queriedMs } = this
    const places = this.pool.ints(count)
    const { timesMs, count: samples } = axis
    let place = axis.countUntil((queriedMs[0] as number) + afterMs)
    for (let i = 0; i < count; i++) {
      const untilMs = (queriedMs[i] as number) + afterMs
      while (place < samples && (timesMs[place] as number) <= untilMs) place++
      places[i] = place
    }
    return places
  }
}
