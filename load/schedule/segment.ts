// A run has two stages at most: the leading phases that are not measured, and the rest. Each is drained before what
// comes next.

import type { PhaseWindow } from '../../core/run/load-result.ts'
import { type Phase, warmUpPhaseCount } from '../../core/scenario/load-plan.ts'

/** Phases `firstPhase` up to but not including `endPhase`. */
export interface Stage {
  readonly firstPhase: number
  readonly endPhase: number
  readonly isMeasured: boolean
}

export function stagesOf(phases: readonly Phase[]): Stage[] {
  const boundary = warmUpPhaseCount(phases)
  return [
    { firstPhase: 0, endPhase: boundary, isMeasured: false },
    { firstPhase: boundary, endPhase: phases.length, isMeasured: true },
  ].filter(({ firstPhase, endPhase }) => firstPhase < endPhase)
}

/** When the phases of a stage that starts at that second of the run start and end. */
export function stageWindows(phases: readonly Phase[], stage: Stage, startSeconds: number): PhaseWindow[] {
  let endSeconds = startSeconds
  return phases.slice(stage.firstPhase, stage.endPhase).map(({ name, measured, traffic, durationSeconds }) => {
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
