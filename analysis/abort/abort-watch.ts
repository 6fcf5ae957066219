// When to abort a run: an objective can no longer be met, or the service is gone, either for the whole grace time.
// A fold over progress reports, about one a second.

import type { Scenario } from '../../core/scenario/scenario.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { counted } from '../../core/text/plural.ts'
import { type RunProgress, unreachableObjective } from './unreachable-objective.ts'

export interface AbortWatch {
  /** Since when an objective cannot be met, and why; null while every objective can. */
  readonly unreachable: { readonly sinceSeconds: number; readonly reason: string } | null
  readonly answered: number
  /** When the service last answered, and how many requests had lost their connection by then. */
  readonly answeredAtSeconds: number
  readonly lostByThen: number
  /** Until the last report. */
  readonly lost: number
  /** The span in which requests were lost since then, its end null until a second report has some; null while none was. */
  readonly losing: { readonly fromSeconds: number; readonly toSeconds: number | null } | null
  /** Of the last report. */
  readonly atSeconds: number
  /** Why the run has to end now; null while it may go on. */
  readonly verdict: string | null
}

export const NOTHING_SEEN: AbortWatch = {
  unreachable: null,
  answered: 0,
  answeredAtSeconds: 0,
  lostByThen: 0,
  lost: 0,
  losing: null,
  atSeconds: 0,
  verdict: null,
}

export interface SeenProgress extends RunProgress {
  readonly atSeconds: number
}

export function watchForAbort(
  before: AbortWatch,
  seen: SeenProgress,
  scenario: Scenario,
  graceSeconds: number,
): AbortWatch {
  const reason = unreachableObjective(scenario, seen)
  const unreachable =
    reason === null ? null : { sinceSeconds: before.unreachable?.sinceSeconds ?? seen.atSeconds, reason }
  const answered = sumOf(seen, ({ completed, answeredErrors }) => completed + answeredErrors)
  const lost = sumOf(seen, ({ errors, answeredErrors, unsendable }) => errors - answeredErrors - unsendable)
  const answers = answered > before.answered
  const after = {
    unreachable,
    answered,
    answeredAtSeconds: answers ? seen.atSeconds : before.answeredAtSeconds,
    lostByThen: answers ? lost : before.lostByThen,
    lost,
    losing: answers ? null : losingSince(before, seen.atSeconds, lost),
    atSeconds: seen.atSeconds,
  }
  const isUnreachable = unreachable !== null && seen.atSeconds - unreachable.sinceSeconds >= graceSeconds
  const goneSeconds = seen.atSeconds - after.answeredAtSeconds
  const lostSince = lost - after.lostByThen
  const { fromSeconds = 0, toSeconds = null } = after.losing ?? {}
  const isGone = toSeconds !== null && toSeconds - fromSeconds >= Math.max(1, graceSeconds)
  const gone = `the service is gone: it answered nothing for ${formatDuration(goneSeconds, 2)}, and ${counted(lostSince, 'request')} got no connection or lost it.`
  return { ...after, verdict: isGone ? gone : isUnreachable ? unreachable.reason : null }
}

/**
 * A service that nobody asked anything was not silent. Only from one loss to a later one is it known to be gone: a single
 * connection that breaks at a low rate says little.
 */
function losingSince(before: AbortWatch, atSeconds: number, lost: number): AbortWatch['losing'] {
  const { losing } = before
  if (losing === null) return lost > before.lost ? { fromSeconds: before.atSeconds, toSeconds: null } : null
  return lost > before.lost ? { ...losing, toSeconds: atSeconds } : losing
}

function sumOf({ phases }: RunProgress, amount: (phase: RunProgress['phases'][number]) => number): number {
  return phases.reduce((sum, phase) => sum + amount(phase), 0)
}
