// A drill with what a study of detection power found beside its months.

import type { PowerCurve } from '../../core/drill/power-curve.ts'
import type { DrillReport } from '../../core/report/drill-report.ts'
import { type Verdict, worstVerdict } from '../../core/report/worst-verdict.ts'
import { namesOf } from './expectation-doubts.ts'

/** What was asked to be found is an expectation like the others: the verdict is the worst of all. */
export function withPowerCurve(report: DrillReport, found: PowerCurve, durationSeconds: number): DrillReport {
  const doubts = found.asked === null ? [] : doubtsOf(report, found.asked)
  const asked = found.asked === null ? null : doubted(found.asked, doubts)
  const powerCurve = { ...found, asked, ...doubtedVariants(found, doubts) }
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

/** Why what was found proves nothing, of the rules as written and of every variant of them alike. */
function doubtsOf({ alerts }: DrillReport, { falsePagesPerDay }: NonNullable<PowerCurve['asked']>): readonly string[] {
  // The page that finds it may be one that a route which is mute at times would not send.
  const timed = alerts.filter(({ outcome, toldAtTimes }) => outcome === 'evaluated' && toldAtTimes)
  // That an alert which could not have paged has no false pages says nothing of them.
  const silent = falsePagesPerDay === null ? [] : alerts.filter(({ cannotHold }) => cannotHold !== undefined)
  return [
    ...(timed.length === 0
      ? []
      : [`times at which the route of ${namesOf(timed)} is mute or active are not simulated (--alert leaves it out)`]),
    ...(silent.length === 0
      ? []
      : [
          `how often ${namesOf(silent)} would page falsely is not known: what it compares was never there, or can never hold (--alert leaves it out)`,
        ]),
  ]
}

function doubted<Judged extends { readonly finding: Verdict; readonly reason: string }>(
  judged: Judged,
  doubts: readonly string[],
): Judged {
  if (judged.finding !== 'pass' || doubts.length === 0) return judged
  return { ...judged, finding: 'inconclusive', reason: [judged.reason, ...doubts].join(', but ') }
}

/** What was not shown to do what is asked is not proposed either. */
function doubtedVariants(
  { variants, proposal, withoutProposal }: PowerCurve,
  doubts: readonly string[],
): Pick<PowerCurve, 'variants' | 'proposal' | 'withoutProposal'> {
  const isProposed = proposal !== null && doubts.length > 0
  return {
    variants: variants.map((variant) => doubted(variant, doubts)),
    proposal: isProposed ? null : proposal,
    withoutProposal: isProposed
      ? `${proposal.variant} finds what is asked, but is not proposed, for ${doubts.join(', and ')}.`
      : withoutProposal,
  }
}

const FINDING_WORDS = { pass: 'Met', fail: 'Not met', inconclusive: 'Cannot be told' } as const

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
