// What several faults do together. They act side by side: factors multiply, delays and shares add up.

import { assertNever } from '../../core/assert-never.ts'
import type { Fault } from '../../core/scenario/server-behaviour.ts'

export interface FaultEffects {
  /** Work becomes work · slowdown + added delay. */
  readonly slowdown: number
  readonly addedDelaySeconds: number
  /** Of all requests; the two shares are disjoint, and resets go first where they exceed 1 together. */
  readonly resetShare: number
  readonly errorShare: number
  readonly stalled: boolean
}

export const NO_EFFECTS: FaultEffects = {
  slowdown: 1,
  addedDelaySeconds: 0,
  resetShare: 0,
  errorShare: 0,
  stalled: false,
}

export function faultEffects(faults: readonly Fault[]): FaultEffects {
  return faults.reduce(withFault, NO_EFFECTS)
}

function withFault(effects: FaultEffects, fault: Fault): FaultEffects {
  switch (fault.kind) {
    case 'slowdown':
      return { ...effects, slowdown: effects.slowdown * fault.factor }
    case 'addedDelay':
      return { ...effects, addedDelaySeconds: effects.addedDelaySeconds + fault.seconds }
    case 'resets':
      return { ...effects, resetShare: Math.min(1, effects.resetShare + fault.share) }
    case 'errors':
      return { ...effects, errorShare: Math.min(1, effects.errorShare + fault.share) }
    case 'stall':
      return { ...effects, stalled: true }
    default:
      return assertNever(fault)
  }
}
