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
  #epochSeconds: number | undefined

  /** @param nowSeconds the shared monotonic axis of core/clock.ts */
  constructor(nowSeconds: () => number) {
    this.#nowSeconds = nowSeconds
  }

  /** Forgets everything; from now on seconds count from `epochSeconds` on that axis and are negative before it. */
  begin(epochSeconds: number): void {
    this.#epochSeconds = epochSeconds
    this.#finished = []
    this.#current.reset()
    this.#second = Number.NEGATIVE_INFINITY
  }

  /** Does nothing before `begin`. */
  record(latencySeconds: number): void {
    if (this.#epochSeconds === undefined) return
    const second = Math.floor(this.#nowSeconds() - this.#epochSeconds)
    if (second !== this.#second) this.#turnTo(second)
    this.#current.record(latencySeconds)
  }

  /** Everything since `begin`, which goes on. @throws Error before `begin` */
  collect(): Pick<ExactRecord, 'seconds'> {
    if (this.#epochSeconds === undefined) throw new Error('nothing is recorded: call beginRecord first')
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
