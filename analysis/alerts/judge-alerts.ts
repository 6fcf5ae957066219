// Judges what every alert did over the run against what the scenario expects.

import { assertNever } from '../../core/assert-never.ts'
import { finiteOrNull } from '../../core/latency/latency-summary.ts'
import type { AlertFinding } from '../../core/report/report.ts'
import { VERDICTS, worstVerdict } from '../../core/report/worst-verdict.ts'
import type { AlertExpectation, AlertHistory } from '../../core/run/alert.ts'
import type { LoadResult, PhaseWindow } from '../../core/run/load-result.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import { rulePlace } from '../../core/run/rule-finding.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { alertThreshold } from '../details/alert-threshold.ts'
import { clocksApart, doubtOfClocks } from '../generator/clocks-apart.ts'
import { windowQuantile } from '../timeline/window-quantile.ts'
import { checkSafely } from '../verdict/check-safely.ts'
import { madeInconclusive } from '../verdict/made-inconclusive.ts'
import { type AlertWatch, watchAlert, watchesEstimate } from './alert-watch.ts'
import { doubtClocks } from './doubt-clocks.ts'
import { judgeFiring } from './judge-firing.ts'
import { judgeResolution } from './judge-resolution.ts'
import { judgeSilence } from './judge-silence.ts'
import { phaseNotReached, resolveDeadline } from './timed-judgement.ts'

type Judged = Pick<AlertFinding, 'expected' | 'finding' | 'detectionSeconds' | 'resolutionSeconds' | 'reason'>

/** One finding for each expectation, and one for each alert of the rule file that has no expectation. */
export function judgeAlerts(record: RunRecord): AlertFinding[] {
  const { scenario, load, prometheus } = record
  const histories = prometheus?.alerts ?? []
  const unexpected = histories.filter(({ name }) => !scenario.alerts.some(({ alert }) => alert === name))
  return [
    ...scenario.alerts.map((expectation) => ({
      ...foundOf(expectation, record),
      expects: expectationAsData(expectation),
    })),
    ...unexpected.map((history) => found(history, load, prometheus as PrometheusRecord, NO_EXPECTATION)),
  ]
}

function foundOf(expectation: AlertExpectation, { load, prometheus }: RunRecord): AlertFinding {
  const namesakes = (prometheus?.alerts ?? []).filter(({ name }) => name === expectation.alert)
  if (namesakes.length === 0 || !prometheus) return unwatched(expectation, prometheus)
  const apart = clocksApart(load)
  const judged = namesakes.map((history) => {
    const watched = watchAlert(history, prometheus, load)
    const judgement = doubtClocks(judgeExpectation(expectation, watched, load.phases), expectation, watched, apart)
    return found(history, load, prometheus, soundly(expectation, prometheus, history, judgement))
  })
  return decisive(expectation, judged)
}

function expectationAsData(expectation: AlertExpectation): NonNullable<AlertFinding['expects']> {
  if (expectation.kind === 'never') return { kind: 'never' }
  const { fires, resolves } = expectation
  return { kind: 'fires', fires: { ...fires }, resolves: resolves && { ...resolves } }
}

/** Of several rules of one name, none may fire where it is `never`, and one has to where it fires. */
function decisive({ kind }: AlertExpectation, findings: readonly AlertFinding[]): AlertFinding {
  const rank = ({ finding }: AlertFinding) => VERDICTS.indexOf(finding ?? 'inconclusive') * (kind === 'never' ? -1 : 1)
  return findings.reduce((first, next) => (rank(next) < rank(first) ? next : first))
}

const NO_EXPECTATION: Judged = {
  expected: null,
  finding: null,
  detectionSeconds: null,
  resolutionSeconds: null,
  reason: 'The scenario states no expectation for this alert.',
}

function judgeExpectation(expectation: AlertExpectation, watch: AlertWatch, phases: readonly PhaseWindow[]): Judged {
  const expected = expectationInWords(expectation)
  const seconds = { detectionSeconds: null, resolutionSeconds: null }
  return checkSafely<Judged>(
    () => {
      switch (expectation.kind) {
        case 'never':
          return { expected, ...seconds, ...judgeSilence(watch) }
        case 'fires':
          return { expected, ...judgeFiringAndResolution(expectation, watch, phases) }
        default:
          return assertNever(expectation)
      }
    },
    (problem) => ({
      expected,
      ...seconds,
      finding: 'inconclusive',
      reason: `This alert could not be judged: ${problem}`,
    }),
  )
}

function judgeFiringAndResolution(
  { fires, resolves }: AlertExpectation & { kind: 'fires' },
  watch: AlertWatch,
  phases: readonly PhaseWindow[],
): Omit<Judged, 'expected'> {
  const firingDeadline = resolveDeadline(fires, phases)
  const fired = firingDeadline ? judgeFiring(firingDeadline, watch) : phaseNotReached(fires)
  const detection = { detectionSeconds: fired.seconds, resolutionSeconds: null }
  if (resolves === null) return { ...detection, finding: fired.finding, reason: fired.reason }
  const resolutionDeadline = resolveDeadline(resolves, phases)
  const resolved = resolutionDeadline ? judgeResolution(resolutionDeadline, watch) : phaseNotReached(resolves)
  return {
    detectionSeconds: fired.seconds,
    resolutionSeconds: resolved.seconds,
    finding: worstVerdict([fired.finding, resolved.finding]),
    reason: `${fired.reason} ${resolved.reason}`,
  }
}

/**
 * A rule whose value says nothing about the service proves nothing, whether its alert fired or not. The silence of a rule
 * that can never fire proves nothing either; where it has to fire, it fails.
 */
function soundly(
  { alert, kind }: AlertExpectation,
  { rules = [] }: PrometheusRecord,
  { transitions }: AlertHistory,
  judged: Judged,
): Judged {
  const own = rules.filter(({ alerts }) => alerts.includes(alert))
  const mistaken = own.find(({ meaningless }) => meaningless)
  if (mistaken)
    return madeInconclusive(
      judged,
      `Its rule (${rulePlace(mistaken)}) says nothing about the service: ${mistaken.message}.`,
    )
  const silent = own.find(({ neverFires = false }) => neverFires)
  if (!silent || judged.finding === null || transitions.some(({ state }) => state === 'firing')) return judged
  const why = `(${rulePlace(silent)}): ${silent.message}.`
  return kind === 'never'
    ? { ...judged, finding: 'inconclusive', reason: `It did not fire, which proves nothing ${why}` }
    : { ...judged, reason: `It did not fire, and it cannot ${why}` }
}

function expectationInWords(expectation: AlertExpectation): string {
  if (expectation.kind === 'never') return 'never fires'
  const { fires, resolves } = expectation
  const firing = `fires within ${formatDuration(fires.withinSeconds)} after ${fires.after} begins`
  if (resolves === null) return firing
  return `${firing}, resolves within ${formatDuration(resolves.withinSeconds)} after ${resolves.after} begins`
}

function found(history: AlertHistory, load: LoadResult, prometheus: PrometheusRecord, judged: Judged): AlertFinding {
  const { name, expression, forSeconds, transitions } = history
  const seen = checkSafely(
    () => atFiring(history, load, prometheus),
    () => ({}),
  )
  const watches = watchedQuantile(history, prometheus)
  const sent = notifications(name, prometheus)
  return { name, expression, forSeconds, transitions, ...judged, ...watches, ...sent, ...seen }
}

/** What it compares, where it holds exactly while a quantile is above a threshold. */
function watchedQuantile(history: AlertHistory, prometheus: PrometheusRecord): Pick<AlertFinding, 'watches'> {
  const threshold = alertThreshold(history, prometheus)
  if (threshold === null || !history.watches) return {}
  const { quantile, thresholdSeconds } = threshold
  return { watches: { quantile, thresholdSeconds, rangeSeconds: history.watches.rangeSeconds } }
}

function notifications(name: string, prometheus: PrometheusRecord): Pick<AlertFinding, 'notifications'> {
  if (!prometheus.notifications) return {}
  return { notifications: prometheus.notifications.filter(({ alert }) => alert === name) }
}

/** The rule's estimate when it first fired, beside the exact quantile of the same window. */
function atFiring(
  history: AlertHistory,
  load: LoadResult,
  prometheus: PrometheusRecord,
): Pick<AlertFinding, 'atFiring'> {
  const firing = history.transitions.find(({ state }) => state === 'firing')
  if (!firing || !watchesEstimate(history, prometheus)) return {}
  const { quantile, rangeSeconds } = prometheus.estimate
  const estimate = prometheus.estimates.findLast(({ atSeconds }) => atSeconds <= firing.at)?.value ?? null
  // Which requests fell into the window is not known where the clocks are too far apart for it.
  const isUnknown = doubtOfClocks(clocksApart(load), rangeSeconds) !== null
  const exact = isUnknown ? null : finiteOrNull(windowQuantile(load, quantile, firing.at, rangeSeconds))
  return { atFiring: { atSeconds: firing.at, quantile, estimate, exact } }
}

function unwatched(expectation: AlertExpectation, prometheus: PrometheusRecord | null): AlertFinding {
  return {
    ...NO_EXPECTATION,
    name: expectation.alert,
    expression: '',
    forSeconds: 0,
    transitions: [],
    expected: expectationInWords(expectation),
    finding: 'inconclusive',
    reason: prometheus
      ? `No alert rule named ${expectation.alert} was evaluated.`
      : 'No metrics were scraped, so no rule was evaluated.',
  }
}
