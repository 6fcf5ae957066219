// The verdict of a run and the sentences that explain it, in the order fail, inconclusive, pass.

import { quantileName } from '../../core/latency/quantile.ts'
import type { AlertFinding, BaselineComparison, Report, SlaFinding } from '../../core/report/report.ts'
import { type Verdict, worstVerdict } from '../../core/report/worst-verdict.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { formatChange, formatShare } from '../../core/text/figures/share.ts'
import { listed } from '../../core/text/plural.ts'
import { sayOnce } from '../../core/text/say-once.ts'
import { headline } from './headline.ts'
import type { JudgedParts } from './judged-parts.ts'
import { namedObjective, observedInWords } from './objective-in-words.ts'
import { runDoubts } from './run-doubts.ts'
import { leadingNotes, runNotes } from './run-notes.ts'

/** @param parts with every finding inconclusive already where the generator was overloaded; its reasons explain that */
export function judgeVerdict(
  record: RunRecord,
  parts: JudgedParts,
  unitNote?: string,
): Pick<Report, 'verdict' | 'headline' | 'reasons' | 'notes'> {
  const doubts = runDoubts(record, parts)
  const findings = [...parts.sla, ...parts.alerts, ...(parts.baseline?.findings ?? [])].flatMap(
    ({ finding }) => finding ?? [],
  )
  const verdict = worstVerdict([...findings, ...doubts.map((): Verdict => 'inconclusive')])
  const inconclusive = parts.generator.fit ? reasonsOf(parts, 'inconclusive') : []
  const reasons = [...reasonsOf(parts, 'fail'), ...doubts, ...inconclusive]
  const leading = [...leadingNotes(parts), ...(unitNote === undefined ? [] : [`${unitNote}.`])]
  const notes = runNotes(record, parts)
  return {
    verdict,
    headline: [
      ...(verdict === 'inconclusive' ? [] : leading),
      headline(record, parts, { verdict, doubts: [...leading, ...doubts] }),
    ].join(' '),
    reasons: sayOnce([...leading, ...(verdict === 'pass' ? metExpectations(parts) : reasons), ...notes]),
    notes: sayOnce([...leading, ...notes]),
  }
}

function reasonsOf({ sla, alerts, baseline }: JudgedParts, verdict: 'fail' | 'inconclusive'): string[] {
  const lead = verdict === 'fail' ? 'Not met' : 'Inconclusive'
  return [
    ...bySharedReason(sla.filter(({ finding }) => finding === verdict)).map(
      ({ names, reason }) => `${lead}: ${listed(names)}. ${reason}`,
    ),
    ...alerts
      .filter(({ finding }) => finding === verdict)
      .map((alert) => `${lead}: ${expectation(alert)}. ${alert.reason}`),
    ...(baseline?.findings ?? [])
      .filter(({ finding }) => finding === verdict)
      .map(
        ({ reason }) =>
          `${verdict === 'fail' ? 'Slower than the baseline' : 'Inconclusive against the baseline'}: ${reason}`,
      ),
  ]
}

/** Objectives with the same reason stand together, and those that the same doubt leaves open: it is explained once. */
function bySharedReason(findings: readonly SlaFinding[]): { names: string[]; reason: string }[] {
  const shared = ({ doubtReason, reason }: SlaFinding) => doubtReason ?? reason
  return [...new Set(findings.map(shared))].map((why) => {
    const alike = findings.filter((finding) => shared(finding) === why)
    const rest = new Set(alike.map(({ reason }) => reason.slice(why.length).trimStart()))
    return { names: alike.map(namedObjective), reason: [why, ...rest].join(' ').trimEnd() }
  })
}

/** The reasons of a pass: what was met. */
function metExpectations({ sla, alerts, baseline }: JudgedParts): string[] {
  const met = sla.map((finding) => `${namedObjective(finding)} (${observedInWords(finding) ?? 'n/a'})`)
  return [
    ...(met.length === 0 ? [] : [`Met: ${met.join(', ')}.`]),
    ...alerts.filter(({ expected }) => expected !== null).map((alert) => `Met: ${expectation(alert)}. ${alert.reason}`),
    ...(baseline === undefined ? [] : [noRegression(baseline)]),
  ]
}

function noRegression({ findings, margin }: BaselineComparison): string {
  const judged = findings.filter(({ finding }) => finding !== null)
  const each = judged.map(
    ({ quantile, request, difference }) =>
      `${quantileName(quantile)}${request === undefined ? '' : ` of ${request}`} ${difference === null ? 'n/a' : formatChange(difference)}`,
  )
  const words = each.length === 0 ? 'no quantile could be compared' : each.join(', ')
  return `No slower than the baseline by more than ${formatShare(margin)}: ${words}.`
}

function expectation({ name, expected }: AlertFinding): string {
  return `${name} ${expected}`
}
