// The peer of every figure that hangs on the machine's timers: a timer that has nothing else to do.

import { systemClock } from '../../core/clock.ts'
import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import { summarizeLatencies } from '../../core/latency/latency-summary.ts'

/** Seconds later than configured. */
export interface Lateness {
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** Sets timers one after the other, for so many seconds in all. */
export async function bareTimer(delaySeconds: number, forSeconds: number): Promise<Lateness> {
  const lateness = new LatencyHistogram()
  const endSeconds = systemClock.nowSeconds() + forSeconds
  for (let set = systemClock.nowSeconds(); set < endSeconds; set = systemClock.nowSeconds()) {
    await new Promise((resolve) => setTimeout(resolve, delaySeconds * 1e3))
    lateness.record(Math.max(0, systemClock.nowSeconds() - set - delaySeconds))
  }
  return summarizeLatencies(lateness.latencies())
}
