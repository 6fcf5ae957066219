// What the reader of a verdict should know besides: where a dashboard, or a closed-loop tool, would have misled them.
// Sentences; none of them changes the verdict.

import type { SlaFinding } from '../../core/report/report.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { formatShare } from '../../core/scenario/objective.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { listed } from '../../core/text/plural.ts'
import { allowedLagSeconds } from '../generator/judge-generator.ts'
import type { JudgedParts } from './judged-parts.ts'

// A dashboard that is off by less is as good as one can ask of buckets.
const WORTH_SAYING = 0.1

/** The report has them all. */
const DIFFERENCES_SAID = 4

export function runNotes(record: RunRecord, parts: JudgedParts): string[] {
  return [
    ...parts.sla.flatMap(misledDashboard),
    ...wrongDashboard(record, parts),
    ...closedLoopView(record, parts),
    ...unlikeBaseline(parts),
    ...(parts.populations?.note ? [parts.populations.note] : []),
  ]
}

/** What may have made a difference besides the service itself. */
function unlikeBaseline({ baseline }: JudgedParts): string[] {
  if (baseline === undefined) return []
  const unlike = baseline.differences.map(({ what, before, after }) => `${what} (${before} then, ${after} now)`)
  return [
    ...(unlike.length === 0 ? [] : [`The baseline was run under other conditions: ${listed(shortened(unlike))}.`]),
    ...(baseline.verdict === 'pass' ? [] : [`The baseline itself was called ${baseline.verdict}.`]),
  ]
}

function shortened(words: readonly string[]): string[] {
  const hidden = words.length - DIFFERENCES_SAID
  return hidden <= 0 ? [...words] : [...words.slice(0, DIFFERENCES_SAID), `${hidden} more`]
}

function misledDashboard({
  objective,
  during,
  finding,
  estimateFinding,
  observed,
  estimate,
  unit,
}: SlaFinding): string[] {
  if (finding === 'inconclusive' || estimateFinding === null || estimateFinding === finding) return []
  const format = unit === 'seconds' ? (seconds: number) => formatDuration(seconds) : formatShare
  const said = { pass: 'met', fail: 'not met', inconclusive: 'undecided' }[estimateFinding]
  const figures =
    estimate === null
      ? ''
      : `: it estimates ${format(estimate)}, the truth is ${observed === null ? 'unbounded' : format(observed)}`
  return [`The histogram alone would have called ${objective}${during ? ` during ${during}` : ''} ${said}${figures}.`]
}

/** The quantile that the rule watches, where its estimate over the whole run is far off. */
function wrongDashboard({ prometheus }: RunRecord, { crossCheck }: JudgedParts): string[] {
  const watched = prometheus?.estimate.quantile
  return crossCheck
    .filter(({ quantile, relativeError }) => quantile === watched && Math.abs(relativeError ?? 0) > WORTH_SAYING)
    .map(({ explanation }) => explanation)
}

/** Where the P95 that users feel is at least twice the service time's: all that a tool which waits for answers times. */
function closedLoopView({ scenario }: RunRecord, { load }: JudgedParts): string[] {
  const response = load.total.responseTime.p95
  const service = load.total.serviceTime.p95
  if (response === null || service === null) return []
  if (response < 2 * service || response - service <= allowedLagSeconds(scenario)) return []
  const fooled = scenario.sla.filter(({ objective, during }) => {
    if (objective.kind !== 'quantile' || objective.quantile !== 0.95 || during !== null) return false
    return service < objective.limitSeconds && response >= objective.limitSeconds
  })
  const called = fooled.length === 0 ? '' : ` and called ${listed(fooled.map(({ text }) => text))} met`
  return [
    `A closed-loop tool would have reported a P95 of ${formatDuration(service)}${called}: that is the time from sending to answer. From when requests were due it is ${formatDuration(response)}, for they waited to be sent.`,
  ]
}
