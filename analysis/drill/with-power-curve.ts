// A drill with what a study of detection power found beside its months.

import type { PowerCurve } from '../../core/drill/power-curve.ts'
import type { DrillReport } from '../../core/report/drill-report.ts'
import { worstVerdict } from '../../core/report/worst-verdict.ts'
import { namesOf } from './expectation-doubts.ts'

/** What was asked to be found is an expectation like the others: the verdict is the worst of all. */
export function withPowerCurve(report: DrillReport, found: PowerCurve, durationSeconds: number): DrillReport {
  const asked = found.asked === null ? null : withMuteTimes(found.asked, report)
  const powerCurve = { ...found, asked }
  const { interrupted } = powerCurve
  const run = { ...report.run, durationSeconds, interrupted: report.run.interrupted || interrupted }
  if (asked === null) return { ...report, run, powerCurve }
  const reason = `${FINDING_WORDS[asked.finding]}: ${asked.detect}. ${sentence(asked.reason)}`
  const before = report.verdict === null ? [] : [report.verdict]
  const isWorst = worstVerdict([asked.finding, ...before]) === asked.finding
  return {
    ...report,
    run,
    powerCurve,
    verdict: worstVerdict([asked.finding, ...before]),
    reasons: isWorst ? [reason, ...report.reasons] : [...report.reasons, reason],
  }
}

/** The page that finds it may be one that a route which is mute at times would not send. */
function withMuteTimes(
  asked: NonNullable<PowerCurve['asked']>,
  { alerts }: DrillReport,
): NonNullable<PowerCurve['asked']> {
  const timed = alerts.filter(({ outcome, toldAtTimes }) => outcome === 'evaluated' && toldAtTimes)
  if (asked.finding !== 'pass' || timed.length === 0) return asked
  return {
    ...asked,
    finding: 'inconclusive',
    reason: `${asked.reason}, but times at which the route of ${namesOf(timed)} is mute or active are not simulated (--alert leaves it out)`,
  }
}

const FINDING_WORDS = { pass: 'Met', fail: 'Not met', inconclusive: 'Cannot be told' } as const

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
