// `resolves: { after: recovery, within: 120s }`: after its last firing before the deadline, the alert has to become
// inactive before the deadline. `NaN > 1` is false, so a rule without data resolves its alert: that is inconclusive.

import { formatDuration } from '../../core/text/duration.ts'
import type { AlertWatch } from './alert-watch.ts'
import { afterStart, type Deadline, type TimedJudgement, watchEndedBefore } from './timed-judgement.ts'

export function judgeResolution(deadline: Deadline, { history, untilSeconds, hadDataAt }: AlertWatch): TimedJudgement {
  const { phase, startSeconds, endSeconds, withinSeconds } = deadline
  const firing = history.transitions.findLast(({ at, state }) => state === 'firing' && at <= endSeconds)
  if (!firing)
    return { finding: 'inconclusive', seconds: null, reason: 'It never fired, so there was nothing to resolve.' }
  const resolved = history.transitions.find(({ at, state }) => state === 'inactive' && at > firing.at)
  if (!resolved) {
    if (untilSeconds < endSeconds) return watchEndedBefore(deadline, 'It was still firing', untilSeconds)
    return {
      finding: 'fail',
      seconds: null,
      reason: `It was still firing ${formatDuration(withinSeconds)} after ${phase} began.`,
    }
  }
  const seconds = resolved.at - startSeconds
  const when = afterStart(seconds, deadline)
  if (resolved.at > endSeconds)
    return {
      finding: 'fail',
      seconds,
      reason: `It resolved only ${when}, later than the ${formatDuration(withinSeconds)} allowed.`,
    }
  if (hadDataAt(resolved.at) === false)
    return { finding: 'inconclusive', seconds, reason: `It resolved ${when}, but only because its rule had no data.` }
  return { finding: 'pass', seconds, reason: `It resolved ${when}.` }
}
