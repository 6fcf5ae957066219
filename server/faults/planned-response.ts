// What becomes of one request: how long it is worked on, and how it ends. Decided when the work starts.

import type { FaultEffects } from './fault-effects.ts'

export interface PlannedResponse {
  readonly workSeconds: number
  readonly ending: 'answer' | 'error' | 'reset'
}

/**
 * @param latencySeconds the latency model's draw
 * @param draw uniform in [0, 1): one number decides between reset, error and answer, so that the shares are exact
 */
export function planResponse(effects: FaultEffects, latencySeconds: number, draw: number): PlannedResponse {
  return {
    workSeconds: latencySeconds * effects.slowdown + effects.addedDelaySeconds,
    ending: endingOf(effects, draw),
  }
}

function endingOf({ resetShare, errorShare }: FaultEffects, draw: number): PlannedResponse['ending'] {
  if (draw < resetShare) return 'reset'
  return draw < resetShare + errorShare ? 'error' : 'answer'
}
