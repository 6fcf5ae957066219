// The answer to the scenario's question in one sentence, made from the findings: first what decides the verdict; among
// equals the alerts that were to fire, because a question about an alert names them, then the objective nearest to its
// limit, then the alerts that were to stay silent.

import { quantileName } from '../../core/latency/quantile.ts'
import { leadingObjective } from '../../core/report/leading-objective.ts'
import type { AlertFinding, BaselineComparison, SlaFinding } from '../../core/report/report.ts'
import { type Verdict, worstVerdict } from '../../core/report/worst-verdict.ts'
import type { AlertDeadline, AlertExpectation } from '../../core/run/alert.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatChange } from '../../core/text/figures/share.ts'
import { counted, listed } from '../../core/text/plural.ts'
import type { JudgedParts } from './judged-parts.ts'
import { namedObjective, observedInWords } from './objective-in-words.ts'
import { NOTEWORTHY_ERROR } from './run-notes.ts'

/** @param doubts why the run as a whole is inconclusive, worst first */
export function headline(
  record: RunRecord,
  parts: JudgedParts,
  { verdict, doubts }: { readonly verdict: Verdict; readonly doubts: readonly string[] },
): string {
  const lead = leadOf(record.scenario, verdict)
  const [doubt] = doubts
  if (verdict === 'inconclusive' && doubt !== undefined) return `${lead}${doubt}`
  const { deciding, others } = findingClauses(record, parts)
  const rest = [...others, ...dashboardClause(record, parts)]
  const why = sharedReason(deciding)
  if (verdict !== 'inconclusive' || why === null) return `${lead}${[...deciding.map(textOf), ...rest].join('; ')}.`
  return [`${lead}${deciding.map(textOf).join('; ')}.`, why, ...(rest.length === 0 ? [] : [sentenceOf(rest)])].join(' ')
}

/** Why all of what decides is undecided; null where that is not one and the same. */
function sharedReason(deciding: readonly Clause[]): string | null {
  const [reason = '', ...others] = new Set(deciding.map((clause) => clause.reason))
  return others.length > 0 || reason === '' ? null : reason
}

function textOf({ text }: Clause): string {
  return text
}

function sentenceOf(clauses: readonly string[]): string {
  const text = clauses.join('; ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** Yes or no only where the scenario says which verdict means yes: what a question asks for cannot be read from its words. */
function leadOf({ yesWhen }: Scenario, verdict: Verdict): string {
  if (verdict === 'inconclusive') return 'Undecided: '
  if (yesWhen === undefined) return ''
  return verdict === yesWhen ? 'Yes: ' : 'No: '
}

interface Clause {
  readonly finding: Verdict
  readonly text: string
  readonly reason: string
}

const MOST_DECIDING = 3

const HIDDEN: Readonly<Record<Verdict, string>> = {
  pass: 'as expected',
  fail: 'not met',
  inconclusive: 'undecided',
}

interface FindingClauses {
  readonly deciding: readonly Clause[]
  readonly others: readonly string[]
}

/** What decides the verdict; of the rest only what the alerts did that were to fire. The others are counted. */
function findingClauses({ scenario }: RunRecord, { sla, alerts, baseline }: JudgedParts): FindingClauses {
  const expected = alerts.flatMap((alert) => {
    const expectation = scenario.alerts.find((each) => each.alert === alert.name)
    return expectation === undefined || alert.finding === null ? [] : [{ alert, expectation, finding: alert.finding }]
  })
  const ofKind = (kind: AlertExpectation['kind']): Clause[] =>
    expected
      .filter(({ expectation }) => expectation.kind === kind)
      .map(({ alert, expectation, finding }) => ({
        finding,
        text: alertClause(alert, expectation),
        reason: alert.reason,
      }))
  const fires = ofKind('fires')
  const all = [...fires, ...objectiveClauses(sla), ...ofKind('never'), ...baselineClauses(baseline)]
  const worst = worstVerdict(all.map(({ finding }) => finding))
  const deciding = all.filter(({ finding }) => finding === worst)
  const hidden = deciding.length - MOST_DECIDING
  return {
    deciding: deciding.slice(0, MOST_DECIDING),
    others: [
      ...fires.filter(({ finding }) => finding !== worst).map(textOf),
      ...(hidden > 0 ? [`${hidden} more ${HIDDEN[worst]}`] : []),
      ...othersMet(sla, worst),
    ],
  }
}

/** Of those that are met only the leading one: the others are counted. */
function objectiveClauses(sla: readonly SlaFinding[]): Clause[] {
  const leading = leadingObjective(sla)
  if (leading === undefined) return []
  const others = sla.filter((finding) => finding !== leading && finding.finding !== 'pass')
  return [leading, ...others].map((finding) => ({
    finding: finding.finding,
    text: objectiveClause(finding),
    reason: finding.reason,
  }))
}

function objectiveClause(finding: SlaFinding): string {
  const verb = { pass: 'was met', fail: 'was not met', inconclusive: 'is undecided' }[finding.finding]
  const observed = observedInWords(finding)
  const because = finding.failing === undefined ? [] : [`because of ${finding.failing.request}`]
  const remarks = [...(observed === null ? [] : [observed]), ...because].join(', ')
  return `${namedObjective(finding)} ${verb}${remarks === '' ? '' : ` (${remarks})`}`
}

/** Where all is met, the leading one is named. What the scenario does not ask for is not counted. */
function othersMet(sla: readonly SlaFinding[], worst: Verdict): string[] {
  const met = sla.filter(({ finding, implied }) => finding === 'pass' && !implied).length
  const others = worst === 'pass' ? met - 1 : met
  if (others <= 0) return []
  const noun = sla.filter(({ implied }) => !implied).length > others ? 'other objective' : 'objective'
  return [`${counted(others, noun)} ${others === 1 ? 'was' : 'were'} met`]
}

function alertClause(alert: AlertFinding, expectation: AlertExpectation): string {
  const { name, finding, expected } = alert
  if (finding === 'inconclusive') return `whether ${name} ${expected} is undecided`
  const isMet = finding === 'pass'
  if (expectation.kind === 'never') return isMet ? `${name} did not fire` : `${name} fired, which it must not`
  if (!isMet) return `${name} did not do what is expected (${expected})`
  return `${name} ${listed([
    ...event('fired', alert.detectionSeconds, expectation.fires),
    ...(expectation.resolves === null ? [] : event('resolved', alert.resolutionSeconds, expectation.resolves)),
  ])}`
}

function event(verb: string, seconds: number | null, { after }: AlertDeadline): string[] {
  if (seconds === null) return []
  return [`${verb} ${formatDuration(Math.abs(seconds))} ${seconds < 0 ? 'before' : 'after'} ${after} began`]
}

function baselineClauses(baseline: BaselineComparison | undefined): Clause[] {
  if (baseline === undefined) return []
  const judged = baseline.findings.flatMap(({ quantile, request, finding, difference, reason }) => {
    const name = `${quantileName(quantile)}${request === undefined ? '' : ` of ${request}`}`
    const change = difference === null ? '' : ` (${formatChange(difference)})`
    return finding === null ? [] : [{ finding, name, reason, change }]
  })
  const worse = judged.filter(({ finding }) => finding !== 'pass')
  if (worse.length === 0 && judged.length > 0)
    return [{ finding: 'pass', text: 'nothing is slower than the baseline', reason: '' }]
  return worse.map(({ finding, name, change, reason }) => ({
    finding,
    reason,
    text: `the ${name} ${finding === 'fail' ? 'is slower than' : 'is undecided against'} the baseline${change}`,
  }))
}

/** Where the quantile that the alert watches is far off over all phases together: what a dashboard makes of the run. */
function dashboardClause({ prometheus }: RunRecord, { crossCheck, load }: JudgedParts): string[] {
  // The cross-check knows answered requests alone: beside requests that never ended, its figures would puzzle.
  if (load.total.responseTime.unboundedCount > 0) return []
  const watched = prometheus?.estimate.quantile
  return crossCheck.flatMap(({ quantile, estimate, exactClient, relativeError }) => {
    if (quantile !== watched || estimate === null || exactClient === null || relativeError === null) return []
    if (Math.abs(relativeError) <= NOTEWORTHY_ERROR) return []
    const exact = formatDuration(exactClient)
    return [
      `over all measured phases the histogram's ${quantileName(quantile)} is ${formatDuration(estimate)}, the exact one ${exact} (${formatChange(relativeError)})`,
    ]
  })
}
