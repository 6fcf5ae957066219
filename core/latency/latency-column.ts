// Latencies in the order in which they came, before they are counted. To add one costs a few nanoseconds, and a
// histogram counts a whole column in one loop.

import type { LatencyHistogram } from './latency-histogram.ts'

export class LatencyColumn {
  #seconds = new Float64Array(64)
  #count = 0

  add(seconds: number): void {
    if (this.#count === this.#seconds.length) this.#grow()
    this.#seconds[this.#count++] = seconds
  }

  /** Records what was added since the last call in each of the histograms. */
  countInto(...histograms: readonly LatencyHistogram[]): void {
    const added = this.#seconds.subarray(0, this.#count)
    for (const histogram of histograms) histogram.recordAll(added)
    this.#count = 0
  }

  #grow(): void {
    const grown = new Float64Array(2 * this.#seconds.length)
    grown.set(this.#seconds)
    this.#seconds = grown
  }
}
