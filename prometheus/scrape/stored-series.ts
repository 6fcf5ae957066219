// One series of a run: every sample as two numbers of one array, and the recent ones as the objects that PromQL reads,
// created only for series that a rule selects.

import { firstWhere } from '../../core/search.ts'
import type { Labels, Sample, Series } from '../series/series.ts'

/** `repeated`: the same value at the same instant again. The last three are dropped, as Prometheus drops them. */
export type AppendOutcome = 'stored' | 'repeated' | 'duplicate' | 'outOfOrder'

const FIRST_CAPACITY = 4

/** How many samples beyond the retention are kept before they are dropped together. */
const SPARE_SAMPLES = 16

export class StoredSeries implements Series {
  readonly labels: Labels
  /** Whether it was scraped, rather than recorded by a rule. */
  readonly scraped: boolean
  readonly #retentionMs: number
  /** Timestamp and value in turns: a page may have a hundred thousand series, and each array takes 200 bytes. */
  #points = new Float64Array(2 * FIRST_CAPACITY)
  /** The indices of stale markers, ascending. */
  #staleAt: number[] | undefined
  #count = 0
  #recent: Sample[] | undefined

  constructor(labels: Labels, scraped: boolean, retentionMs: number) {
    this.labels = labels
    this.scraped = scraped
    this.#retentionMs = retentionMs
  }

  /** Samples of the whole run, stale markers included. */
  get count(): number {
    return this.#count
  }

  /** Whether a rule or the estimate has read its samples. */
  get wasRead(): boolean {
    return this.#recent !== undefined
  }

  get lastTimestampMs(): number {
    return this.#count === 0 ? Number.NEGATIVE_INFINITY : this.#timestampMs(this.#count - 1)
  }

  /** The samples within the retention before the last one, and at most half as many older ones. The array is live. */
  get samples(): readonly Sample[] {
    if (!this.#recent) {
      this.#recent = []
      for (let i = this.#firstRetained(); i < this.#count; i++) this.#recent.push(this.at(i))
    }
    return this.#recent
  }

  at(index: number): Sample {
    const timestampMs = this.#timestampMs(index)
    if (this.#isStale(index)) return { timestampMs, value: Number.NaN, stale: true }
    return { timestampMs, value: this.#points[2 * index + 1] as number }
  }

  append(timestampMs: number, value: number): AppendOutcome {
    if (timestampMs > this.lastTimestampMs) {
      this.#push(timestampMs, value)
      return 'stored'
    }
    if (timestampMs < this.lastTimestampMs) return 'outOfOrder'
    const last = this.at(this.#count - 1)
    return !last.stale && Object.is(last.value, value) ? 'repeated' : 'duplicate'
  }

  /** Ends the series at an instant, unless a sample stands there or later. */
  appendStale(timestampMs: number): void {
    if (timestampMs <= this.lastTimestampMs) return
    this.#staleAt ??= []
    this.#staleAt.push(this.#count)
    this.#push(timestampMs, Number.NaN)
  }

  #push(timestampMs: number, value: number): void {
    if (2 * this.#count === this.#points.length) this.#grow()
    this.#points[2 * this.#count] = timestampMs
    this.#points[2 * this.#count + 1] = value
    this.#count++
    if (!this.#recent) return
    this.#recent.push(this.at(this.#count - 1))
    const retained = this.#count - this.#firstRetained()
    if (this.#recent.length > 1.5 * retained + SPARE_SAMPLES) this.#recent.splice(0, this.#recent.length - retained)
  }

  #grow(): void {
    const grown = new Float64Array(2 * this.#points.length)
    grown.set(this.#points)
    this.#points = grown
  }

  #isStale(index: number): boolean {
    const markers = this.#staleAt
    if (markers === undefined) return false
    return markers[firstWhere(0, markers.length, (i) => (markers[i] as number) >= index)] === index
  }

  #timestampMs(index: number): number {
    return this.#points[2 * index] as number
  }

  /** The index of the first sample inside the retention. */
  #firstRetained(): number {
    const fromMs = this.lastTimestampMs - this.#retentionMs
    return firstWhere(0, this.#count, (i) => this.#timestampMs(i) >= fromMs)
  }
}
