// How long one request is worked on, and how it ends. This is decided when the work starts.

import type { FaultEffects } from './combined-faults.ts'

export interface PlannedResponse {
  readonly workSeconds: number
  readonly ending: 'answer' | 'error' | 'reset'
}

/**
 * @param latencySeconds the latency model's draw
 * @param draw uniform in [0, 1): one number decides between reset, error and answer, so that the fractions are exact
 */
export function planResponse(effects: FaultEffects, latencySeconds: number, draw: number): PlannedResponse {
  return {
    workSeconds: latencySeconds * effects.slowdown + effects.addedDelaySeconds,
    ending: endingOf(effects, draw),
  }
}

function endingOf({ resetFraction, errorFraction }: FaultEffects, draw: number): PlannedResponse['ending'] {
  if (draw < resetFraction) return 'reset'
  return draw < resetFraction + errorFraction ? 'error' : 'answer'
}
