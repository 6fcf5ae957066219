// One series of a run: every sample in two columns of numbers, and the recent ones as the objects that PromQL reads,
// created only for series that a rule selects.

import { firstWhere } from '../../core/search.ts'
import type { Labels, Sample, Series } from '../series/series.ts'

/** `repeated`: the same value at the same instant again. The last three are dropped, as Prometheus drops them. */
export type AppendOutcome = 'stored' | 'repeated' | 'duplicate' | 'outOfOrder'

const FIRST_CAPACITY = 16

export class StoredSeries implements Series {
  readonly labels: Labels
  /** Whether it was scraped, rather than recorded by a rule. */
  readonly scraped: boolean
  readonly #retentionMs: number
  #timestamps = new Float64Array(FIRST_CAPACITY)
  #values = new Float64Array(FIRST_CAPACITY)
  readonly #staleAt = new Set<number>()
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
    return this.#count === 0 ? Number.NEGATIVE_INFINITY : (this.#timestamps[this.#count - 1] as number)
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
    const timestampMs = this.#timestamps[index] as number
    if (this.#staleAt.has(index)) return { timestampMs, value: Number.NaN, stale: true }
    return { timestampMs, value: this.#values[index] as number }
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
    this.#staleAt.add(this.#count)
    this.#push(timestampMs, Number.NaN)
  }

  #push(timestampMs: number, value: number): void {
    if (this.#count === this.#timestamps.length) this.#grow()
    this.#timestamps[this.#count] = timestampMs
    this.#values[this.#count] = value
    this.#count++
    if (!this.#recent) return
    this.#recent.push(this.at(this.#count - 1))
    const retained = this.#count - this.#firstRetained()
    if (this.#recent.length > 1.5 * retained + FIRST_CAPACITY) this.#recent.splice(0, this.#recent.length - retained)
  }

  #grow(): void {
    const wider = (column: Float64Array) => {
      const copy = new Float64Array(column.length * 2)
      copy.set(column)
      return copy
    }
    this.#timestamps = wider(this.#timestamps)
    this.#values = wider(this.#values)
  }

  /** The index of the first sample inside the retention. */
  #firstRetained(): number {
    const fromMs = this.lastTimestampMs - this.#retentionMs
    return firstWhere(0, this.#count, (i) => (this.#timestamps[i] as number) >= fromMs)
  }
}
