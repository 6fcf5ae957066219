// The samples of one recorded series that are held at a time, as two columns of numbers: 28 days of a histogram are
// millions of them. They come in at the end and are dropped at the beginning; positions count from the first sample ever,
// so that they stay valid while samples are dropped.

import { firstWhere } from '../../../core/search.ts'
import type { Labels, Sample, Series } from '../../series/series.ts'

const FIRST_CAPACITY = 16

/** Samples that were dropped stay in the list of objects until they are this share of it. */
const MOST_DROPPED_SHARE = 0.5

export class SampleColumn implements Series {
  readonly labels: Labels
  #times = new Float64Array(FIRST_CAPACITY)
  #values = new Float64Array(FIRST_CAPACITY)
  /** Where the first sample that is held lies in the arrays, and where the last one ends. */
  #from = 0
  #to = 0
  /** How many samples came before the one at the beginning of the arrays. */
  #before = 0
  #firstTimeMs = Number.POSITIVE_INFINITY
  #lastTimeMs = Number.NEGATIVE_INFINITY
  /** The positions of samples below the one before them: a counter was reset there. */
  #falls: number[] = []
  /** When the series ended, ascending: the instants of staleness markers. */
  #ends: number[] = []
  /** The samples as PromQL reads them, where some expression does. */
  #objects: Sample[] | undefined

  constructor(labels: Labels) {
    this.labels = labels
  }

  /** The position of the first sample that is held. */
  get firstPosition(): number {
    return this.#before + this.#from
  }

  /** The position after that of the last one. */
  get endPosition(): number {
    return this.#before + this.#to
  }

  get count(): number {
    return this.#to - this.#from
  }

  /** Of the first sample ever; Infinity where there was none. */
  get firstTimeMs(): number {
    return this.#firstTimeMs
  }

  /** Of the last sample ever; -Infinity where there was none. */
  get lastTimeMs(): number {
    return this.#lastTimeMs
  }

  /** When it last ended; -Infinity where it did not, or where that has been dropped. */
  get lastEndMs(): number {
    return this.#ends.at(-1) ?? Number.NEGATIVE_INFINITY
  }

  timeAt(position: number): number {
    return this.#times[position - this.#before] as number
  }

  valueAt(position: number): number {
    return this.#values[position - this.#before] as number
  }

  /**
   * Samples that are not after the last one are dropped: selectors that match one series are each answered with it. In one
   * answer, and in one file, samples ascend: whoever reads them makes sure of that.
   */
  append(timeMs: number, value: number): void {
    if (timeMs <= this.#lastTimeMs) return
    if (this.#to > this.#from && value < (this.#values[this.#to - 1] as number)) this.#falls.push(this.endPosition)
    if (this.#lastTimeMs === Number.NEGATIVE_INFINITY) this.#firstTimeMs = timeMs
    this.#lastTimeMs = timeMs
    if (this.#to === this.#times.length) this.#makeRoom()
    this.#times[this.#to] = timeMs
    this.#values[this.#to] = value
    this.#to++
    this.#objects?.push({ timestampMs: timeMs, value })
  }

  /** The series had ended by then: an instant selector no longer finds the sample before. */
  endAt(timeMs: number): void {
    const at = firstWhere(0, this.#ends.length, (i) => (this.#ends[i] as number) >= timeMs)
    if (this.#ends[at] === timeMs) return
    this.#ends.splice(at, 0, timeMs)
    this.#objects = undefined
  }

  /** Whether the series ended after one instant and up to another. */
  hasEndIn(afterMs: number, toMs: number): boolean {
    const ends = this.#ends
    if (ends.length === 0) return false
    const next = ends[firstWhere(0, ends.length, (i) => (ends[i] as number) > afterMs)]
    return next !== undefined && next <= toMs
  }

  /** The position of the first sample after an instant. */
  positionAfter(timeMs: number): number {
    return this.#before + firstWhere(this.#from, this.#to, (i) => (this.#times[i] as number) > timeMs)
  }

  /** The values before each fall of a counter between two positions, in their order. */
  valuesBeforeFalls(from: number, to: number): readonly number[] {
    const falls = this.#falls
    if (falls.length === 0) return []
    const values: number[] = []
    for (let i = firstWhere(0, falls.length, (j) => (falls[j] as number) > from); i < falls.length; i++) {
      const position = falls[i] as number
      if (position >= to) break
      values.push(this.valueAt(position - 1))
    }
    return values
  }

  /** Drops the samples before an instant. */
  dropBefore(timeMs: number): void {
    const kept = this.positionAfter(timeMs - 1) - this.#before
    if (kept === this.#from) return
    const dropped = kept - this.#from
    this.#from = kept
    const first = this.firstPosition
    this.#falls.splice(
      0,
      firstWhere(0, this.#falls.length, (i) => (this.#falls[i] as number) > first),
    )
    this.#ends.splice(
      0,
      firstWhere(0, this.#ends.length, (i) => (this.#ends[i] as number) >= timeMs),
    )
    if (this.count === 0) this.#release()
    if (this.#objects && dropped > MOST_DROPPED_SHARE * this.#objects.length) this.#objects = undefined
  }

  /** Staleness markers included. Some samples that were dropped may still be among them. */
  get samples(): readonly Sample[] {
    this.#objects ??= this.#asObjects()
    return this.#objects
  }

  #asObjects(): Sample[] {
    const objects: Sample[] = []
    let next = 0
    for (let position = this.firstPosition; position < this.endPosition; position++) {
      const timestampMs = this.timeAt(position)
      for (; next < this.#ends.length && (this.#ends[next] as number) < timestampMs; next++)
        objects.push(staleMarker(this.#ends[next] as number))
      objects.push({ timestampMs, value: this.valueAt(position) })
    }
    for (; next < this.#ends.length; next++) objects.push(staleMarker(this.#ends[next] as number))
    return objects
  }

  #release(): void {
    this.#before += this.#to
    this.#from = 0
    this.#to = 0
    this.#times = new Float64Array(FIRST_CAPACITY)
    this.#values = new Float64Array(FIRST_CAPACITY)
  }

  #makeRoom(): void {
    const count = this.count
    const capacity = Math.max(
      FIRST_CAPACITY,
      count > this.#times.length / 2 ? 2 * this.#times.length : this.#times.length,
    )
    this.#times = moved(this.#times, this.#from, this.#to, capacity)
    this.#values = moved(this.#values, this.#from, this.#to, capacity)
    this.#before += this.#from
    this.#from = 0
    this.#to = count
  }
}

function staleMarker(timestampMs: number): Sample {
  return { timestampMs, value: Number.NaN, stale: true }
}

function moved(
  column: Float64Array<ArrayBuffer>,
  from: number,
  to: number,
  capacity: number,
): Float64Array<ArrayBuffer> {
  if (capacity === column.length) return column.copyWithin(0, from, to)
  const larger = new Float64Array(capacity)
  larger.set(column.subarray(from, to))
  return larger
}
