// `resolves: { after: recovery, within: 120s }`: after its last firing before the deadline, the alert has to become
// inactive before the deadline, and that because its condition became false. A condition without data resolves the alert
// too: the recovery is then proved by the first evaluation with data, where the alert is still inactive at it.

import type { AlertTransition } from '../../core/run/alert.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { type AlertWatch, gapsBetween, stateAt } from './alert-watch.ts'
import { describeLacks } from './describe-lacks.ts'
import { afterStart, type Deadline, type TimedJudgement, watchEndedBefore } from './timed-judgement.ts'

export function judgeResolution(deadline: Deadline, watch: AlertWatch): TimedJudgement {
  const { history, untilSeconds } = watch
  const { phase, endSeconds, withinSeconds } = deadline
  const firing = history.transitions.findLast(({ at, state }) => state === 'firing' && at <= endSeconds)
  if (!firing)
    return { finding: 'inconclusive', seconds: null, reason: 'It never fired, so there was nothing to resolve.' }
  const resolved = history.transitions.find(({ at, state }) => state === 'inactive' && at > firing.at)
  if (resolved) return judgeResolved(resolved, deadline, watch)
  if (untilSeconds < endSeconds) return watchEndedBefore(deadline, 'It was still firing', untilSeconds)
  return {
    finding: 'fail',
    seconds: null,
    reason: `It was still firing ${formatDuration(withinSeconds)} after ${phase} began.`,
  }
}

function judgeResolved(resolved: AlertTransition, deadline: Deadline, watch: AlertWatch): TimedJudgement {
  const { startSeconds, endSeconds, withinSeconds } = deadline
  const { evidence, history, untilSeconds } = watch
  const seconds = resolved.at - startSeconds
  const when = afterStart(seconds, deadline)
  if (resolved.at > endSeconds)
    return {
      finding: 'fail',
      seconds,
      reason: `It resolved only ${when}, later than the ${formatDuration(withinSeconds)} allowed.`,
    }
  if (evidence === null)
    return {
      finding: 'inconclusive',
      seconds,
      reason: `It resolved ${when}, but it is not known whether its rule had data then.`,
    }
  const gap = gapsBetween(evidence, resolved.at, resolved.at)[0]
  if (!gap) return { finding: 'pass', seconds, reason: `It resolved ${when}.` }
  const because = `It resolved ${when}, but only because its rule had no data: ${describeLacks(gap.lacks, evidence)}`
  const back = evidence.changes.find(({ at, lacks }) => at > resolved.at && lacks.length === 0)?.at
  if (back === undefined || back > Math.min(endSeconds, untilSeconds) || stateAt(history, back) !== 'inactive')
    return { finding: 'inconclusive', seconds, reason: `${because}.` }
  const proved = back - startSeconds
  return {
    finding: 'pass',
    seconds: proved,
    reason: `It resolved ${when} without data; its rule had data again, and did not hold, ${afterStart(proved, deadline)}.`,
  }
}
