// The traffic of a segment without flows, as the dispatcher runs it: one phase after the other.

import type { PlannedPhase } from '../schedule/phase.ts'
import type { PhaseTraffic, SegmentTraffic } from './dispatcher.ts'

export function segmentTraffic(phases: readonly PlannedPhase[], startSeconds: number): Omit<SegmentTraffic, 'timers'> {
  let phaseStart = startSeconds
  const traffic: PhaseTraffic[] = phases.map(({ phase, durationSeconds, sourceFrom }) => {
    const source = sourceFrom(phaseStart)
    phaseStart += durationSeconds
    return { phase, source, endSeconds: phaseStart }
  })
  return { phases: traffic, endSeconds: phaseStart }
}
