// The model behind /predict: waits for a worker, works for as long as the latency model says, and ends as the active
// faults say.

import type { ActiveFaults } from '../faults/active-faults.ts'
import type { PlannedResponse } from '../faults/plan-response.ts'
import type { LatencySampler } from '../latency/sampler.ts'
import { sleepAtLeast } from './sleep-at-least.ts'
import type { WorkerSlots } from './worker-slots.ts'

export class SimulatedModel {
  readonly #slots: WorkerSlots
  readonly #nextLatency: LatencySampler
  readonly #faults: ActiveFaults

  constructor(slots: WorkerSlots, nextLatency: LatencySampler, faults: ActiveFaults) {
    this.#slots = slots
    this.#nextLatency = nextLatency
    this.#faults = faults
  }

  /** Undefined where the client went away first: its place in the queue, or its worker, is free again. */
  async work(gone: AbortSignal): Promise<PlannedResponse | undefined> {
    const release = await this.#slots.acquire(gone)
    if (release === undefined) return undefined
    try {
      const planned = this.#faults.plan(this.#nextLatency())
      await sleepAtLeast(planned.workSeconds, gone)
      // A frozen service keeps its workers occupied.
      await this.#faults.stall.passage(gone)
      return gone.aborted ? undefined : planned
    } finally {
      release()
    }
  }
}
