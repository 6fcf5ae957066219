// `never`: the alert must not fire. That is a pass only where its rule was evaluated and had data.

import type { Verdict } from '../../core/report/verdict.ts'
import { formatDuration } from '../../core/text/duration.ts'
import type { AlertWatch } from './alert-watch.ts'

export function judgeSilence({ history, untilSeconds, hadData }: AlertWatch): { finding: Verdict; reason: string } {
  const firing = history.transitions.find(({ state }) => state === 'firing')
  if (firing) return { finding: 'fail', reason: `It fired at ${formatDuration(firing.at)} of the run.` }
  if (history.transitions.length === 0) return { finding: 'inconclusive', reason: 'Its rule was never evaluated.' }
  if (hadData(0, untilSeconds) === false)
    return { finding: 'inconclusive', reason: 'It did not fire, but its rule never had data.' }
  return { finding: 'pass', reason: 'It did not fire.' }
}
