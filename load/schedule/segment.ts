// A run has at most two segments: the leading phases that are not measured, and the rest. All requests of a segment
// have ended before the next one starts.

import type { PhaseWindow } from '../../core/run/load-result.ts'
import { type Phase, warmUpPhaseCount } from '../../core/scenario/load-plan.ts'

/** Phases `firstPhase` up to but not including `endPhase`. */
export interface Segment {
  readonly firstPhase: number
  readonly endPhase: number
  readonly isMeasured: boolean
}

/** From the decision to start a segment until threads start it: the message has to reach them first. Seconds. */
export const LEAD_SECONDS = 0.03

export function segmentsOf(phases: readonly Phase[]): Segment[] {
  const boundary = warmUpPhaseCount(phases)
  return [
    { firstPhase: 0, endPhase: boundary, isMeasured: false },
    { firstPhase: boundary, endPhase: phases.length, isMeasured: true },
  ].filter(({ firstPhase, endPhase }) => firstPhase < endPhase)
}

/** When each phase of a segment starts and ends, given the second of the run at which the segment starts. */
export function segmentWindows(phases: readonly Phase[], segment: Segment, startSeconds: number): PhaseWindow[] {
  let endSeconds = startSeconds
  return phases.slice(segment.firstPhase, segment.endPhase).map(({ name, measured, traffic, durationSeconds }) => {
    const start = endSeconds
    endSeconds += durationSeconds
    return { name, measured, startSeconds: start, endSeconds, model: traffic.kind }
  })
}

/** The phases that had started when the run was stopped; the last of them ends there. */
export function windowsUntil(windows: readonly PhaseWindow[], stoppedSeconds: number): PhaseWindow[] {
  return windows
    .filter(({ startSeconds }) => startSeconds < stoppedSeconds)
    .map((window) => ({ ...window, endSeconds: Math.min(window.endSeconds, stoppedSeconds) }))
}
