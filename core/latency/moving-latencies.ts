// The latencies of the last parts of a run together. Each part is counted once when it comes and taken back once when it
// leaves: to merge a minute of seconds anew each second would cost more than to record them.

import { type LatencyCounts, totalCount } from './latency-counts.ts'
import { highestLatencyOf, latencyCell } from './latency-grid.ts'
import { nearestRank } from './quantile.ts'

const FIRST_CELLS = 4096

export class MovingLatencies {
  readonly #length: number
  readonly #parts: LatencyCounts[] = []
  /** By cell of latency-grid.ts. */
  #counts = new Float64Array(FIRST_CELLS)
  #total = 0

  /** @param length how many parts are looked at */
  constructor(length: number) {
    this.#length = length
  }

  /** @param part as a LatencyHistogram gives it */
  push(part: LatencyCounts): void {
    this.#parts.push(part)
    this.#add(part, 1)
    if (this.#parts.length > this.#length) this.#add(this.#parts.shift() as LatencyCounts, -1)
  }

  /** By nearest rank, in seconds: Infinity where it lies among requests that never ended, NaN of none. */
  quantile(quantile: number): number {
    if (this.#total === 0) return Number.NaN
    const rank = nearestRank(quantile, this.#total)
    let seen = 0
    for (let cell = 0; cell < this.#counts.length; cell++) {
      seen += this.#counts[cell] as number
      if (seen >= rank) return Math.min(highestLatencyOf(cell), this.#maxSeconds())
    }
    return Number.POSITIVE_INFINITY
  }

  #add(part: LatencyCounts, sign: 1 | -1): void {
    const { values, counts } = part
    this.#total += sign * totalCount(part)
    for (let i = 0; i < values.length; i++) {
      const cell = latencyCell(values[i] as number)
      if (cell >= this.#counts.length) this.#grow(cell)
      this.#counts[cell]! += sign * (counts[i] as number)
    }
  }

  #maxSeconds(): number {
    return this.#parts.reduce(
      (most, { counts, maxSeconds }) => (counts.length === 0 ? most : Math.max(most, maxSeconds)),
      0,
    )
  }

  #grow(cell: number): void {
    const grown = new Float64Array(Math.max(cell + 1, 2 * this.#counts.length))
    grown.set(this.#counts)
    this.#counts = grown
  }
}
