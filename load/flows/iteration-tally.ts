// Counts what becomes of iterations, by the phase in which they began and by flow.

import { NO_LATENCIES } from '../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import type { FlowIterations, StepFailure, StepFailureKind } from '../../core/run/load-result.ts'

interface Tally {
  readonly phase: number
  readonly flow: number
  offered: number
  completed: number
  /** By step and kind. */
  readonly failures: Map<string, StepFailure>
  /** Made with the first completed iteration. */
  duration: LatencyHistogram | null
}

export class IterationTally {
  #tallies = new Map<string, Tally>()

  began(phase: number, flow: number): void {
    this.#tallyOf(phase, flow).offered++
  }

  completed(phase: number, flow: number, seconds: number): void {
    const tally = this.#tallyOf(phase, flow)
    tally.completed++
    tally.duration ??= new LatencyHistogram()
    tally.duration.record(Math.max(0, seconds))
  }

  failed(phase: number, flow: number, step: number, kind: StepFailureKind): void {
    const { failures } = this.#tallyOf(phase, flow)
    const key = `${step}/${kind}`
    failures.set(key, { step, kind, count: (failures.get(key)?.count ?? 0) + 1 })
  }

  /** What was counted since the last call: parts that add up. */
  take(): FlowIterations[] {
    const taken = [...this.#tallies.values()].map(({ failures, duration, ...counts }) => ({
      ...counts,
      failures: [...failures.values()],
      duration: duration?.latencies() ?? NO_LATENCIES,
    }))
    this.#tallies = new Map()
    return taken
  }

  #tallyOf(phase: number, flow: number): Tally {
    const key = `${phase}/${flow}`
    const before = this.#tallies.get(key)
    if (before) return before
    const tally = { phase, flow, offered: 0, completed: 0, failures: new Map(), duration: null }
    this.#tallies.set(key, tally)
    return tally
  }
}
