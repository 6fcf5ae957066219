// The model behind /predict: waits for a worker, works for as long as the latency model says, and ends as the active
// faults say. The simulation runs it in virtual time (simulation/).

import type { ActiveFaults } from '../faults/active-faults.ts'
import type { PlannedResponse } from '../faults/plan-response.ts'
import type { LatencySampler } from '../latency/sampler.ts'
import { type Cancel, NOTHING, Steps } from './cancel.ts'
import { type Sleep, sleepAtLeast } from './sleep-at-least.ts'
import type { ReleaseSlot, WorkerSlots } from './worker-slots.ts'

export class SimulatedModel {
  readonly #slots: WorkerSlots
  readonly #nextLatency: LatencySampler
  readonly #faults: ActiveFaults
  readonly #sleep: Sleep

  constructor(slots: WorkerSlots, nextLatency: LatencySampler, faults: ActiveFaults, sleep: Sleep = sleepAtLeast) {
    this.#slots = slots
    this.#nextLatency = nextLatency
    this.#faults = faults
    this.#sleep = sleep
  }

  /** @returns to be called when the client went away: its place in the queue, or its worker, is free again at once */
  begin(ended: (planned: PlannedResponse) => void): Cancel {
    const steps = new Steps()
    let release: ReleaseSlot = NOTHING
    const enter = (admit: () => void) =>
      this.#slots.enter((slot) => {
        release = slot
        admit()
      })
    steps.begin(enter, () => {
      const planned = this.#faults.plan(this.#nextLatency())
      const finish = () => {
        release()
        ended(planned)
      }
      steps.begin(
        (awake) => this.#sleep(planned.workSeconds, awake),
        // A frozen service keeps its workers occupied.
        () => steps.begin((over) => this.#faults.stall.whenOver(over), finish),
      )
    })
    return () => {
      steps.cancel()
      release()
    }
  }

  /** Undefined where the client went away first. */
  work(gone: AbortSignal): Promise<PlannedResponse | undefined> {
    return new Promise((resolve) => {
      if (gone.aborted) return resolve(undefined)
      let abandon = NOTHING
      const leave = () => {
        abandon()
        resolve(undefined)
      }
      gone.addEventListener('abort', leave, { once: true })
      abandon = this.begin((planned) => {
        gone.removeEventListener('abort', leave)
        resolve(planned)
      })
    })
  }
}
