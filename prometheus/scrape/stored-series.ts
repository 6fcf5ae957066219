// One series of a run: every sample as two numbers of one array, and the recent ones as the objects that PromQL reads,
// created only for series that a rule selects.
//
// A page may bring a hundred thousand series that are never seen again: one sample, and the marker of its end. These need
// no array, which alone would take 300 bytes: the first sample stands by itself, and so does a marker while it is the last.

import { firstWhere } from '../../core/search.ts'
import type { Labels, Sample, Series } from '../series/series.ts'

/** `repeated`: the same value at the same instant again. The last three are dropped, as Prometheus drops them. */
export type AppendOutcome = 'stored' | 'repeated' | 'duplicate' | 'outOfOrder'

const FIRST_CAPACITY = 4

/** How many samples beyond the retention are kept before they are dropped together. */
const SPARE_SAMPLES = 16

const NO_POINTS = new Float64Array()

export class StoredSeries implements Series {
  readonly labels: Labels
  /** Whether it was scraped, rather than recorded by a rule. */
  readonly scraped: boolean
  readonly #retentionMs: number
  #firstMs = Number.NEGATIVE_INFINITY
  #firstValue = Number.NaN
  /** Timestamp and value in turns, from the second sample on. */
  #points: Float64Array = NO_POINTS
  /** How many samples stand in the two above. */
  #kept = 0
  /** Of the stale marker behind them. */
  #endedMs: number | undefined
  /** The indices of the stale markers before that one, ascending. */
  #staleAt: number[] | undefined
  #recent: Sample[] | undefined

  constructor(labels: Labels, scraped: boolean, retentionMs: number) {
    this.labels = labels
    this.scraped = scraped
    this.#retentionMs = retentionMs
  }

  /** Samples of the whole run, stale markers included. */
  get count(): number {
    return this.#kept + (this.#endedMs === undefined ? 0 : 1)
  }

  /** Whether a rule or the estimate has read its samples. */
  get wasRead(): boolean {
    return this.#recent !== undefined
  }

  get lastTimestampMs(): number {
    return this.count === 0 ? Number.NEGATIVE_INFINITY : this.#timestampMs(this.count - 1)
  }

  /** The samples within the retention before the last one, and at most half as many older ones. The array is live. */
  get samples(): readonly Sample[] {
    if (!this.#recent) {
      this.#recent = []
      for (let i = this.#firstRetained(); i < this.count; i++) this.#recent.push(this.at(i))
    }
    return this.#recent
  }

  at(index: number): Sample {
    const timestampMs = this.#timestampMs(index)
    if (this.#isStale(index)) return { timestampMs, value: Number.NaN, stale: true }
    return { timestampMs, value: index === 0 ? this.#firstValue : (this.#points[2 * index - 1] as number) }
  }

  append(timestampMs: number, value: number): AppendOutcome {
    if (timestampMs > this.lastTimestampMs) {
      this.#keepEnd()
      this.#keep(timestampMs, value)
      this.#addRecent()
      return 'stored'
    }
    if (timestampMs < this.lastTimestampMs) return 'outOfOrder'
    const last = this.at(this.count - 1)
    return !last.stale && Object.is(last.value, value) ? 'repeated' : 'duplicate'
  }

  /** Ends the series at an instant, unless a sample stands there or later. */
  appendStale(timestampMs: number): void {
    if (timestampMs <= this.lastTimestampMs) return
    this.#keepEnd()
    this.#endedMs = timestampMs
    this.#addRecent()
  }

  /** The series goes on: its last marker becomes one among its samples. */
  #keepEnd(): void {
    if (this.#endedMs === undefined) return
    // Written out, because an array that grows by push takes room for sixteen more.
    if (this.#staleAt) this.#staleAt.push(this.#kept)
    else this.#staleAt = [this.#kept]
    this.#keep(this.#endedMs, Number.NaN)
    this.#endedMs = undefined
  }

  #keep(timestampMs: number, value: number): void {
    if (this.#kept === 0) {
      this.#firstMs = timestampMs
      this.#firstValue = value
    } else {
      const at = 2 * (this.#kept - 1)
      if (at === this.#points.length) this.#grow()
      this.#points[at] = timestampMs
      this.#points[at + 1] = value
    }
    this.#kept++
  }

  #grow(): void {
    const grown = new Float64Array(Math.max(2 * FIRST_CAPACITY, 2 * this.#points.length))
    grown.set(this.#points)
    this.#points = grown
  }

  #addRecent(): void {
    if (!this.#recent) return
    this.#recent.push(this.at(this.count - 1))
    const retained = this.count - this.#firstRetained()
    if (this.#recent.length > 1.5 * retained + SPARE_SAMPLES) this.#recent.splice(0, this.#recent.length - retained)
  }

  #isStale(index: number): boolean {
    if (index >= this.#kept) return true
    const markers = this.#staleAt
    if (markers === undefined) return false
    return markers[firstWhere(0, markers.length, (i) => (markers[i] as number) >= index)] === index
  }

  #timestampMs(index: number): number {
    if (index >= this.#kept) return this.#endedMs as number
    return index === 0 ? this.#firstMs : (this.#points[2 * (index - 1)] as number)
  }

  /** The index of the first sample inside the retention. */
  #firstRetained(): number {
    const fromMs = this.lastTimestampMs - this.#retentionMs
    return firstWhere(0, this.count, (i) => this.#timestampMs(i) >= fromMs)
  }
}
