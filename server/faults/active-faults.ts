// The faults that are on now. The harness replaces them at phase boundaries.

import type { Random } from '../../core/random.ts'
import type { Fault } from '../../core/scenario/server-behaviour.ts'
import { faultEffects, NO_EFFECTS } from './combined-faults.ts'
import { type PlannedResponse, planResponse } from './plan-response.ts'
import { StallBarrier } from './stall-barrier.ts'

export class ActiveFaults {
  readonly stall = new StallBarrier()
  readonly #random: Random
  #effects = NO_EFFECTS

  constructor(random: Random) {
    this.#random = random
  }

  set(faults: readonly Fault[]): void {
    this.#effects = faultEffects(faults)
    this.stall.set(this.#effects.stalled)
  }

  /** Draws once per request whether or not a fault is on: the nth request's draw depends on the seed alone. */
  plan(latencySeconds: number): PlannedResponse {
    return planResponse(this.#effects, latencySeconds, this.#random())
  }
}
