// `fires: { after: spike, within: 45s }`: the alert has to start firing after the phase began and before the deadline.
// An alert that was firing already did not detect the phase; a rule without data makes the finding inconclusive.

import { formatDuration } from '../../core/text/duration.ts'
import { type AlertWatch, stateAt } from './alert-watch.ts'
import { afterStart, type Deadline, type TimedJudgement, watchEndedBefore } from './timed-judgement.ts'

export function judgeFiring(deadline: Deadline, { history, untilSeconds, hadData }: AlertWatch): TimedJudgement {
  const { phase, startSeconds, endSeconds, withinSeconds } = deadline
  const firing = history.transitions.find(({ at, state }) => state === 'firing' && at >= startSeconds)
  const seconds = firing ? firing.at - startSeconds : null
  if (history.transitions.length === 0)
    return { finding: 'inconclusive', seconds, reason: 'Its rule was never evaluated.' }
  const fail = (reason: string): TimedJudgement => ({ finding: 'fail', seconds, reason })

  if (firing && seconds !== null && firing.at <= endSeconds) {
    const earlier = history.transitions.some(({ at, state }) => state === 'firing' && at < startSeconds)
    const reason = `It fired ${afterStart(seconds, deadline)}${earlier ? ', and had also fired before' : ''}.`
    return { finding: 'pass', seconds, reason }
  }
  if (stateAt(history, startSeconds) === 'firing')
    return fail(`It was already firing when ${phase} began, so it did not detect that phase.`)
  if (seconds !== null)
    return fail(
      `It fired only ${afterStart(seconds, deadline)}, later than the ${formatDuration(withinSeconds)} allowed.`,
    )
  if (untilSeconds < endSeconds) return watchEndedBefore(deadline, 'It had not fired', untilSeconds)
  if (hadData(startSeconds, endSeconds) === false)
    return {
      finding: 'inconclusive',
      seconds,
      reason: `It did not fire, but its rule had no data after ${phase} began.`,
    }
  return fail(`It did not fire within ${formatDuration(withinSeconds)} after ${phase} began.`)
}
