// What became of an alert, told by the phases of the run: inactive → pending 9.6s into spike → firing → resolved.

import type { AlertFinding, ReportedPhase } from '../../core/report/report.ts'
import type { AlertState } from '../../core/run/alert.ts'
import { formatDuration } from '../../core/text/duration.ts'

export interface AlertStep {
  /** `resolved` is inactive again after firing. */
  readonly state: AlertState | 'resolved'
  /** `9.6s into spike`; empty for the state at the first evaluation, which has no time worth telling. */
  readonly when: string
}

export interface AlertStory {
  readonly beginning: readonly AlertStep[]
  /** Changes between beginning and end that are left out. */
  readonly hidden: number
  readonly end: readonly AlertStep[]
  /** Whether the run ended with the alert still pending or firing. */
  readonly ongoing: boolean
}

/** @param most steps to tell; an alert that flaps is told by its beginning and its end */
export function alertStory(alert: AlertFinding, phases: readonly ReportedPhase[], most: number): AlertStory {
  const { transitions } = alert
  const steps = transitions.map(
    ({ at, state }, i): AlertStep => ({
      state: state === 'inactive' && transitions[i - 1]?.state === 'firing' ? 'resolved' : state,
      when: i === 0 && state === 'inactive' ? '' : when(at, phases),
    }),
  )
  const last = transitions.at(-1)?.state
  const ongoing = last === 'pending' || last === 'firing'
  const hidden = Math.max(0, steps.length - most)
  const split = hidden === 0 ? steps.length : Math.ceil(most / 2)
  return { beginning: steps.slice(0, split), hidden, end: steps.slice(split + hidden), ongoing }
}

// After its last arrival was due, the run still belongs to the last phase: alerts resolve there.
function when(seconds: number, phases: readonly ReportedPhase[]): string {
  const phase = phases.findLast(({ startSeconds }) => startSeconds <= seconds)
  return phase === undefined
    ? `at ${formatDuration(seconds)}`
    : `${formatDuration(seconds - phase.startSeconds)} into ${phase.name}`
}
