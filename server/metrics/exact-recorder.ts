// The server-side truth: what the histogram observed, number for number, in HDR histograms of one second each.
// One histogram is in use; a second that is over is kept as plain counts, some kB at most.

import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import type { ExactRecord } from '../../core/run/exact-record.ts'

type Second = ExactRecord['seconds'][number]

export class ExactRecorder {
  readonly #nowSeconds: () => number
  readonly #current = new LatencyHistogram()
  #second = Number.NEGATIVE_INFINITY
  #finished: Second[] = []
  #zeroSeconds: number | undefined

  /** @param nowSeconds the shared monotonic axis of core/clock.ts */
  constructor(nowSeconds: () => number) {
    this.#nowSeconds = nowSeconds
  }

  /** Forgets everything; from now on seconds count from `zeroSeconds` on that axis. What comes before it is negative. */
  begin(zeroSeconds: number): void {
    this.#zeroSeconds = zeroSeconds
    this.#finished = []
    this.#current.reset()
    this.#second = Number.NEGATIVE_INFINITY
  }

  /** Does nothing before `begin`. */
  record(latencySeconds: number): void {
    if (this.#zeroSeconds === undefined) return
    const second = Math.floor(this.#nowSeconds() - this.#zeroSeconds)
    if (second !== this.#second) this.#turnTo(second)
    this.#current.record(latencySeconds)
  }

  /** Everything since `begin`, which goes on; undefined before it. */
  collect(): ExactRecord | undefined {
    if (this.#zeroSeconds === undefined) return undefined
    return { seconds: [...this.#finished, ...this.#unfinished()] }
  }

  #turnTo(second: number): void {
    this.#finished.push(...this.#unfinished())
    this.#current.reset()
    this.#second = second
  }

  #unfinished(): Second[] {
    if (this.#current.count === 0) return []
    return [{ second: this.#second, latencies: this.#current.latencies() }]
  }
}
