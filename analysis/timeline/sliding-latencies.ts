// Exact quantiles of latencies that come and go by the second, without merging them anew each time. Seconds.
//
// The values of HdrHistogram's grid that occur at all are numbered once. Adding a second is one increment for each
// of its values; a quantile walks blocks of 64 numbers, then the numbers of one block.

import { type LatencyCounts, totalCount } from '../../core/latency/latency-counts.ts'
import { nearestRank } from '../../core/latency/quantile.ts'

const BLOCK = 64

export class SlidingLatencies {
  readonly #values: Float64Array
  readonly #numberOf: ReadonlyMap<number, number>
  readonly #counts: Float64Array
  readonly #blockCounts: Float64Array
  readonly #present = new Set<LatencyCounts>()
  #total = 0

  /** @param all every set of latencies that will ever be added, each at most once */
  constructor(all: readonly LatencyCounts[]) {
    const distinct = new Set<number>()
    for (const { values } of all) for (const value of values) distinct.add(value)
    this.#values = Float64Array.from(distinct).sort()
    this.#numberOf = new Map(Array.from(this.#values, (value, number) => [value, number]))
    this.#counts = new Float64Array(this.#values.length)
    this.#blockCounts = new Float64Array(Math.ceil(this.#values.length / BLOCK))
  }

  add(latencies: LatencyCounts): void {
    if (latencies.values.length > 0) this.#present.add(latencies)
    this.#change(latencies, 1)
  }

  /** Takes back what was added. */
  remove(latencies: LatencyCounts): void {
    if (latencies.values.length > 0 && !this.#present.delete(latencies))
      throw new RangeError('expected latencies that were added')
    this.#change(latencies, -1)
  }

  /** By nearest rank: Infinity among those that never ended, NaN of none at all. */
  quantile(quantile: number): number {
    if (this.#total === 0) return Number.NaN
    const rank = nearestRank(quantile, this.#total)
    let seen = 0
    let block = 0
    while (block < this.#blockCounts.length && seen + (this.#blockCounts[block] as number) < rank)
      seen += this.#blockCounts[block++] as number
    let number = block * BLOCK
    while (number < this.#counts.length && seen + (this.#counts[number] as number) < rank)
      seen += this.#counts[number++] as number
    const value = this.#values[number]
    return value === undefined ? Number.POSITIVE_INFINITY : Math.min(value, this.#maxSeconds())
  }

  #change(latencies: LatencyCounts, sign: 1 | -1): void {
    const { values, counts } = latencies
    for (let i = 0; i < values.length; i++) {
      const number = this.#numberOf.get(values[i] as number)
      if (number === undefined) throw new RangeError('expected latencies that the constructor was told of')
      const change = sign * (counts[i] as number)
      this.#counts[number] = (this.#counts[number] as number) + change
      const block = Math.floor(number / BLOCK)
      this.#blockCounts[block] = (this.#blockCounts[block] as number) + change
    }
    this.#total += sign * totalCount(latencies)
  }

  /** A value of the grid may lie above the latency it stands for: the largest one is known exactly. */
  #maxSeconds(): number {
    let most = Number.NEGATIVE_INFINITY
    for (const { maxSeconds } of this.#present) if (maxSeconds > most) most = maxSeconds
    return most
  }
}
