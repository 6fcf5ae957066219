// What the reader of a verdict should know besides: where a dashboard, or a closed-loop tool, would have misled them.
// Sentences; none of them changes the verdict.

import type { Populations, ReportedRoute, SlaFinding } from '../../core/report/report.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { listed } from '../../core/text/plural.ts'
import { allowedLagSeconds } from '../generator/allowed-lag.ts'
import { differencesInWords } from './differences-in-words.ts'
import type { JudgedParts } from './judged-parts.ts'
import { namedObjective } from './objective-in-words.ts'
import { standstillNotes } from './standstill-view.ts'

// A smaller relative error is as good as buckets can be expected to be.
export const NOTEWORTHY_ERROR = 0.1

export function runNotes(record: RunRecord, parts: JudgedParts): string[] {
  return [
    ...parts.sla.flatMap(misledDashboard),
    ...wrongDashboard(record, parts),
    ...closedLoopView(record, parts),
    ...standstillNotes(record, parts.sla),
    ...unlikeBaseline(parts),
    ...(parts.populations?.note && !isOtherRequests(parts.populations) ? [parts.populations.note] : []),
    ...sharedSeries(parts.routes ?? []),
    ...(parts.routes ?? []).filter(({ overlaps }) => overlaps === undefined).flatMap(unlikeRoute),
  ]
}

/** What the histogram counted in place of the requests that it is to hold. */
function unlikeRoute({ requests, populations }: ReportedRoute): string[] {
  if (populations?.mismatch === undefined || populations.note === null) return []
  return [`Of ${listed(requests)}: ${populations.note}`]
}

/** Each pair of routes that count the same series, once. */
function sharedSeries(routes: readonly ReportedRoute[]): string[] {
  return routes.flatMap((route, i) =>
    routes.slice(i + 1).flatMap((other) => {
      const shared = route.overlaps?.find(({ match }) => match === other.match)
      const named = ({ match, requests }: ReportedRoute) => `${match} of ${listed(requests)}`
      return shared === undefined
        ? []
        : [
            `The matchers ${named(route)} and ${named(other)} both accept ${shared.series}: what each of the two counts is not its own, so neither is compared.`,
          ]
    }),
  )
}

/** What stands before everything else: that the scenario is probably wrong, or that the histogram does not hold the client's requests, or not in seconds. */
export function leadingNotes({ load, populations }: Pick<JudgedParts, 'load' | 'populations'>): string[] {
  // Where a mistake of the scenario made every request fail, the histogram lacks them for that reason.
  const isExplained = load.probableMistakes.length > 0 && load.total.completed === 0
  return [
    ...load.probableMistakes.map(({ reason }) => reason),
    ...(!isExplained && populations && populations.note !== null && isOtherRequests(populations)
      ? [populations.note]
      : []),
  ]
}

/** Requests of the client that got no answer are its own: the counts differ, but not for a cause that is unknown. */
function isOtherRequests({ mismatch }: Populations): boolean {
  return mismatch !== undefined && mismatch.kind !== 'unanswered'
}

/** Conditions that may explain a difference besides the service itself. */
function unlikeBaseline({ baseline }: JudgedParts): string[] {
  if (baseline === undefined) return []
  const unlike = baseline.differences.filter(({ decisive }) => decisive === undefined)
  return [
    ...(unlike.length === 0 ? [] : [`The baseline ran under different conditions: ${differencesInWords(unlike)}.`]),
    ...(baseline.verdict === 'pass' ? [] : [`The verdict of the baseline itself was ${baseline.verdict}.`]),
  ]
}

function misledDashboard(judged: SlaFinding): string[] {
  const { finding, estimateFinding, estimateDoubt, observed, estimate, unit } = judged
  if (estimateDoubt !== undefined)
    return [`What the histogram says of ${namedObjective(judged)} is not known. ${estimateDoubt}`]
  if (finding === 'inconclusive' || estimateFinding === null || estimateFinding === finding) return []
  const format = unit === 'seconds' ? (seconds: number) => formatDuration(seconds) : formatShare
  const verdict = { pass: 'met', fail: 'not met', inconclusive: 'inconclusive' }[estimateFinding]
  const figures =
    estimate === null
      ? ''
      : `: its estimate is ${format(estimate)}, the exact value is ${observed === null ? 'unbounded' : format(observed)}`
  return [`The histogram alone would have called ${namedObjective(judged)} ${verdict}${figures}.`]
}

/** The quantile that the alert rule watches, where its estimate over the whole run has a large error. */
function wrongDashboard({ prometheus }: RunRecord, { crossCheck }: JudgedParts): string[] {
  const watched = prometheus?.estimate.quantile
  return crossCheck
    .filter(({ quantile, relativeError }) => quantile === watched && Math.abs(relativeError ?? 0) > NOTEWORTHY_ERROR)
    .map(({ explanation }) => explanation)
}

/** Where the P95 of the response time is at least twice the P95 of the service time, which is all that a closed-loop tool measures. */
function closedLoopView({ scenario }: RunRecord, { load, generator, sla }: JudgedParts): string[] {
  // Where the wait is not the service's, it is named as what it is.
  if (generator.overloaded || generator.saturated || generator.backlogMax === 0) return []
  if (sla.some(({ doubt }) => doubt === 'too-few-connections')) return []
  const response = load.total.responseTime.p95
  const service = load.total.serviceTime.p95
  if (response === null || service === null) return []
  if (response < 2 * service || response - service <= allowedLagSeconds(scenario)) return []
  const fooled = scenario.sla.filter(({ objective, during, request }) => {
    if (objective.kind !== 'quantile' || objective.quantile !== 0.95) return false
    if (during !== null || request !== undefined) return false
    return service < objective.limitSeconds && response >= objective.limitSeconds
  })
  const called = fooled.length === 0 ? '' : ` and called ${listed(fooled.map(({ text }) => text))} met`
  return [
    `A closed-loop tool would have reported a P95 of ${formatDuration(service)}${called}: that is the time from sending to response. From the intended start it is ${formatDuration(response)}, because requests waited to be sent.`,
  ]
}
