// How late the generator's event loop runs its timers: a timer every 10 ms, and by how much it was late.
// (perf_hooks' monitorEventLoopDelay includes its own resolution.) While the loop is blocked no timer can be set, so the
// timers that would have been due meanwhile are counted too, each late by the rest of the block: a block of 2 s counts
// as two hundred late timers, not as one.

import type { LatencyCounts } from '../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import type { Alarm, Timers } from '../timers.ts'

const INTERVAL_SECONDS = 0.01

export class EventLoopDelay {
  readonly #timers: Timers
  readonly #histogram = new LatencyHistogram()
  #dueSeconds = 0
  #alarm: Alarm | undefined

  constructor(timers: Timers) {
    this.#timers = timers
  }

  start(): void {
    this.#dueSeconds = this.#timers.nowSeconds() + INTERVAL_SECONDS
    this.#alarm = this.#timers.sleep(INTERVAL_SECONDS, () => this.#onTimer())
  }

  stop(): LatencyCounts {
    if (this.#alarm) this.#timers.cancel(this.#alarm)
    return this.#histogram.latencies()
  }

  #onTimer(): void {
    const lateSeconds = Math.max(0, this.#timers.nowSeconds() - this.#dueSeconds)
    this.#histogram.record(lateSeconds)
    for (let left = lateSeconds - INTERVAL_SECONDS; left > 0; left -= INTERVAL_SECONDS) this.#histogram.record(left)
    this.start()
  }
}
