// Exact quantiles over a sliding window of seconds, without merging the latencies again for each position. Seconds.
// The HdrHistogram values that occur are numbered once, as the cells of a rank index; the last cell counts the requests
// that never ended.

import type { LatencyCounts } from '../../core/latency/latency-counts.ts'
import { nearestRank } from '../../core/latency/quantile.ts'
import { RankIndex } from '../../core/latency/rank-index.ts'

export class SlidingLatencies {
  readonly #values: Float64Array
  readonly #cellOf: ReadonlyMap<number, number>
  readonly #index: RankIndex
  readonly #present = new Set<LatencyCounts>()

  /** @param all all latencies that will be added, each at most once */
  constructor(all: readonly LatencyCounts[]) {
    const distinct = new Set<number>()
    for (const { values } of all) for (const value of values) distinct.add(value)
    this.#values = Float64Array.from(distinct).sort()
    this.#cellOf = new Map(Array.from(this.#values, (value, cell) => [value, cell]))
    this.#index = new RankIndex(this.#values.length + 1)
  }

  add(latencies: LatencyCounts): void {
    if (latencies.values.length > 0) this.#present.add(latencies)
    this.#change(latencies, 1)
  }

  /** Removes latencies that were added. */
  remove(latencies: LatencyCounts): void {
    if (latencies.values.length > 0 && !this.#present.delete(latencies))
      throw new RangeError('expected latencies that were added')
    this.#change(latencies, -1)
  }

  /** By nearest rank. Infinity among the requests that never ended, NaN for an empty window. */
  quantile(quantile: number): number {
    const { total } = this.#index
    if (total === 0) return Number.NaN
    const value = this.#values[this.#index.locate(nearestRank(quantile, total)).cell]
    return value === undefined ? Number.POSITIVE_INFINITY : Math.min(value, this.#maxSeconds())
  }

  #change({ values, counts, unbounded }: LatencyCounts, sign: 1 | -1): void {
    for (let i = 0; i < values.length; i++) {
      const cell = this.#cellOf.get(values[i] as number)
      if (cell === undefined) throw new RangeError('unknown latency: pass all values to the constructor')
      this.#index.add(cell, sign * (counts[i] as number))
    }
    this.#index.add(this.#values.length, sign * unbounded)
  }

  /** A grid value may lie above the latency that it stands for; the largest latency is known exactly. */
  #maxSeconds(): number {
    let most = Number.NEGATIVE_INFINITY
    for (const { maxSeconds } of this.#present) if (maxSeconds > most) most = maxSeconds
    return most
  }
}
