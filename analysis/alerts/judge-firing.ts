// `fires: { after: spike, within: 45s }`: the alert has to start firing after the phase began and before the deadline.
// An alert that was firing already did not detect the phase. Of one whose condition held already in the traffic before it,
// nobody can tell; a rule without data makes the finding inconclusive too.

import { formatDuration } from '../../core/text/duration.ts'
import { type AlertWatch, hadDataBetween, stateAt } from './alert-watch.ts'
import { hidingGap } from './hiding-gap.ts'
import { absentWhere, mistakenSelector } from './judge-silence.ts'
import { hiddenBy, withoutData } from './no-data.ts'
import { afterStart, type Deadline, type TimedJudgement, watchEndedBefore } from './timed-judgement.ts'

export function judgeFiring(deadline: Deadline, watch: AlertWatch): TimedJudgement {
  const { history, untilSeconds } = watch
  const { phase, startSeconds, endSeconds, withinSeconds } = deadline
  const firing = history.transitions.find(({ at, state }) => state === 'firing' && at >= startSeconds)
  const seconds = firing ? firing.at - startSeconds : null
  if (history.transitions.length === 0)
    return { finding: 'inconclusive', seconds, reason: 'Its rule was never evaluated.' }

  if (firing && seconds !== null && firing.at <= endSeconds) {
    const pendingSeconds = pendingBefore(firing.at, deadline, watch)
    if (pendingSeconds !== null)
      return {
        finding: 'inconclusive',
        seconds,
        reason: `It fired ${afterStart(seconds, deadline)}, but its condition had held since ${formatDuration(pendingSeconds)} before that phase, so that it may have fired without it.`,
      }
    const earlier = history.transitions.some(({ at, state }) => state === 'firing' && at < startSeconds)
    const reason = `It fired ${afterStart(seconds, deadline)}${earlier ? ', and had also fired before' : ''}.`
    return { finding: 'pass', seconds, reason }
  }
  if (stateAt(history, startSeconds) === 'firing')
    return {
      finding: 'fail',
      seconds,
      reason: `It was already firing when ${phase} began, so it did not detect that phase.`,
    }
  const late =
    seconds === null
      ? `It did not fire within ${formatDuration(withinSeconds)} after ${phase} began`
      : `It fired only ${afterStart(seconds, deadline)}, later than the ${formatDuration(withinSeconds)} allowed`
  const blind = blindness(deadline, watch)
  if (blind !== null) return { finding: 'inconclusive', seconds, reason: `${late}, but ${blind}.` }
  if (seconds === null && untilSeconds < endSeconds) return watchEndedBefore(deadline, 'It had not fired', untilSeconds)
  return { finding: 'fail', seconds, reason: `${late}.` }
}

/**
 * How long before the phase an alert turned pending that fired in it; null where it did not. What it was pending for in a
 * warm-up is left out: that is traffic of the phase to come.
 */
function pendingBefore(
  firedAt: number,
  { startSeconds }: Deadline,
  { history, trafficSeconds }: AlertWatch,
): number | null {
  // One that began to hold in the phase has to hold for so long there.
  if (firedAt - startSeconds >= history.forSeconds) return null
  const before = history.transitions.findLast(({ at }) => at < firedAt)
  const firstSecond = trafficSeconds[0] ?? startSeconds
  if (before?.state !== 'pending' || before.at >= startSeconds || before.at < firstSecond) return null
  return startSeconds - before.at
}

/** Why the alert could not have fired in time, whatever the service did; null where it could have. */
function blindness({ startSeconds, endSeconds }: Deadline, watch: AlertWatch): string | null {
  const { evidence, untilSeconds } = watch
  if (evidence === null) return 'it is not known whether its rule had data'
  const until = Math.min(endSeconds, untilSeconds)
  if (!hadDataBetween(evidence, startSeconds, until)) return withoutData(evidence, startSeconds, until)
  const hiding = hidingGap(watch, startSeconds, until)
  if (hiding) return hiddenBy(hiding, evidence)
  // What does not exist at all may be a mistake as well as a counter that nothing has counted yet.
  return mistakenSelector(evidence) ?? absentWhere(evidence, (instead) => instead?.kind === 'noMetric')
}
