// The combined effects of several faults: factors multiply, delays and error fractions add up.

import { assertNever } from '../../core/assert-never.ts'
import type { Fault } from '../../core/scenario/server-behaviour.ts'

export interface FaultEffects {
  /** Work becomes work · slowdown + added delay. */
  readonly slowdown: number
  readonly addedDelaySeconds: number
  /** Fractions of all requests. The two are disjoint; resets take precedence where they exceed 1 together. */
  readonly resetFraction: number
  readonly errorFraction: number
  readonly stalled: boolean
}

export const NO_EFFECTS: FaultEffects = {
  slowdown: 1,
  addedDelaySeconds: 0,
  resetFraction: 0,
  errorFraction: 0,
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
      return { ...effects, resetFraction: Math.min(1, effects.resetFraction + fault.share) }
    case 'errors':
      return { ...effects, errorFraction: Math.min(1, effects.errorFraction + fault.share) }
    case 'stall':
      return { ...effects, stalled: true }
    default:
      return assertNever(fault)
  }
}
