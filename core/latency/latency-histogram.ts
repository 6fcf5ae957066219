// Counts latencies by the cells of HdrHistogram's grid (latency-grid.ts): a value reads at most 0.1% high.
// An array of counts does what the library's histogram does in a tenth of the time; a property test holds that the two
// are equal, count for count.

import { type LatencyCounts, NO_LATENCIES } from './latency-counts.ts'
import { highestLatencyOf, latencyCell } from './latency-grid.ts'
import { addCells, NO_PACKED_LATENCIES, type PackedLatencies, packCells } from './packed-latencies.ts'

/** Enough for latencies up to 8 ms; more are added when a longer one comes. */
const FIRST_CELLS = 4096

/** The recorder of the client and of the server. Its size follows the longest latency: 100 kB for 8 s. */
export class LatencyHistogram {
  #counts = new Float64Array(FIRST_CELLS)
  #count = 0
  #minSeconds = Number.POSITIVE_INFINITY
  #maxSeconds = Number.NEGATIVE_INFINITY
  #sumSeconds = 0
  readonly #single = new Float64Array(1)

  get count(): number {
    return this.#count
  }

  /** @throws RangeError unless the latency is finite and not negative */
  record(seconds: number): void {
    this.#single[0] = seconds
    this.recordAll(this.#single)
  }

  /** Many at once cost a third of one by one. @throws RangeError unless each is finite and not negative */
  recordAll(latencies: Float64Array): void {
    // In local variables, because a field of an object is written to memory each time.
    let counts = this.#counts
    let minSeconds = this.#minSeconds
    let maxSeconds = this.#maxSeconds
    let sumSeconds = this.#sumSeconds
    for (let i = 0; i < latencies.length; i++) {
      const seconds = latencies[i] as number
      if (!(seconds >= 0 && seconds < Number.POSITIVE_INFINITY))
        throw new RangeError(`expected a latency of 0 s or more, got ${seconds}`)
      const cell = latencyCell(seconds)
      if (cell >= counts.length) counts = this.#grow(cell)
      counts[cell]! += 1
      sumSeconds += seconds
      if (seconds < minSeconds) minSeconds = seconds
      if (seconds > maxSeconds) maxSeconds = seconds
    }
    this.#count += latencies.length
    this.#minSeconds = minSeconds
    this.#maxSeconds = maxSeconds
    this.#sumSeconds = sumSeconds
  }

  /** All that another histogram packed. */
  recordPacked(packed: PackedLatencies): void {
    if (packed.cells === 0) return
    const last = latencyCell(packed.maxSeconds)
    if (last >= this.#counts.length) this.#grow(last)
    this.#count += addCells(packed, this.#counts)
    this.#minSeconds = Math.min(this.#minSeconds, packed.minSeconds)
    this.#maxSeconds = Math.max(this.#maxSeconds, packed.maxSeconds)
    this.#sumSeconds += packed.sumSeconds
  }

  /** The latencies recorded so far, as plain data. */
  latencies(): LatencyCounts {
    if (this.#count === 0) return NO_LATENCIES
    const { first, end, ...extent } = this.#extent()
    let filled = 0
    for (let cell = first; cell < end; cell++) if (this.#counts[cell] !== 0) filled++
    const [values, counts] = [new Float64Array(filled), new Float64Array(filled)]
    for (let cell = first, i = 0; cell < end; cell++) {
      const count = this.#counts[cell] as number
      if (count === 0) continue
      values[i] = highestLatencyOf(cell)
      counts[i++] = count
    }
    return { values, counts, unbounded: 0, ...extent }
  }

  /** The same, to be kept for long. */
  packed(): PackedLatencies {
    if (this.#count === 0) return NO_PACKED_LATENCIES
    const { first, end, ...extent } = this.#extent()
    return { ...packCells(this.#counts, first, end), ...extent }
  }

  /** Empties the histogram, which is then used again without a new allocation. */
  reset(): void {
    if (this.#count === 0) return
    const { first, end } = this.#extent()
    this.#counts.fill(0, first, end)
    this.#count = 0
    this.#minSeconds = Number.POSITIVE_INFINITY
    this.#maxSeconds = Number.NEGATIVE_INFINITY
    this.#sumSeconds = 0
  }

  /** The filled cells lie from `first` on and before `end`. */
  #extent() {
    const [minSeconds, maxSeconds, sumSeconds] = [this.#minSeconds, this.#maxSeconds, this.#sumSeconds]
    return { first: latencyCell(minSeconds), end: latencyCell(maxSeconds) + 1, minSeconds, maxSeconds, sumSeconds }
  }

  #grow(cell: number): Float64Array<ArrayBuffer> {
    const grown = new Float64Array(Math.max(cell + 1, 2 * this.#counts.length))
    grown.set(this.#counts)
    this.#counts = grown
    return grown
  }
}
