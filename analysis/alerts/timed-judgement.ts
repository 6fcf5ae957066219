// The deadline of an alert and whether it was met. A reference to a phase means the start of the phase.

import type { Verdict } from '../../core/report/worst-verdict.ts'
import type { AlertDeadline } from '../../core/run/alert.ts'
import type { PhaseWindow } from '../../core/run/load-result.ts'
import { formatDuration } from '../../core/text/duration.ts'

export interface TimedJudgement {
  readonly finding: Verdict
  /** From the start of the phase to the event, negative before it; null where there was no event. */
  readonly seconds: number | null
  readonly reason: string
}

export interface Deadline {
  readonly phase: string
  readonly withinSeconds: number
  /** Seconds of the run. */
  readonly startSeconds: number
  readonly endSeconds: number
}

/** Null where the run never reached the phase. */
export function resolveDeadline(
  { after, withinSeconds }: AlertDeadline,
  phases: readonly PhaseWindow[],
): Deadline | null {
  const phase = phases.find(({ name }) => name === after)
  if (phase === undefined) return null
  const { startSeconds } = phase
  return { phase: after, withinSeconds, startSeconds, endSeconds: startSeconds + withinSeconds }
}

export function phaseNotReached({ after }: AlertDeadline): TimedJudgement {
  return { finding: 'inconclusive', seconds: null, reason: `The run did not reach phase ${after}.` }
}

export function watchEndedBefore({ phase, withinSeconds }: Deadline, what: string, until: number): TimedJudgement {
  const reason = `${what} when the run ended at ${formatDuration(until)}, before the deadline of ${formatDuration(withinSeconds)} after ${phase} began.`
  return { finding: 'inconclusive', seconds: null, reason }
}

/** `12s after spike began`. */
export function afterStart(seconds: number, { phase }: Deadline): string {
  return seconds < 0
    ? `${formatDuration(-seconds)} before ${phase} began`
    : `${formatDuration(seconds)} after ${phase} began`
}
