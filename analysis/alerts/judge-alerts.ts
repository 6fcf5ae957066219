// What every alert did over the run, and whether that is what the scenario expects.

import { assertNever } from '../../core/assert-never.ts'
import { finiteOrNull } from '../../core/latency/latency-summary.ts'
import type { AlertFinding } from '../../core/report/report.ts'
import { worstVerdict } from '../../core/report/verdict.ts'
import type { AlertExpectation, AlertHistory } from '../../core/run/alert.ts'
import type { LoadResult, PhaseWindow } from '../../core/run/load-result.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { windowQuantile } from '../timeline/window-quantile.ts'
import { checkSafely } from '../verdict/check-safely.ts'
import { type AlertWatch, watchAlert, watchesEstimate } from './alert-watch.ts'
import { judgeFiring } from './judge-firing.ts'
import { judgeResolution } from './judge-resolution.ts'
import { judgeSilence } from './judge-silence.ts'
import { phaseNotReached, resolveDeadline } from './timed-judgement.ts'

type Judged = Pick<AlertFinding, 'expected' | 'finding' | 'detectionSeconds' | 'resolutionSeconds' | 'reason'>

/** One for each expectation, and one for each alert of the rule file that none speaks of. */
export function judgeAlerts({ scenario, load, prometheus }: RunRecord): AlertFinding[] {
  const histories = prometheus?.alerts ?? []
  const unexpected = histories.filter(({ name }) => !scenario.alerts.some(({ alert }) => alert === name))
  return [
    ...scenario.alerts.map((expectation) => {
      const history = histories.find(({ name }) => name === expectation.alert)
      if (!history || !prometheus) return unwatched(expectation, prometheus)
      return found(
        history,
        load,
        prometheus,
        judgeExpectation(expectation, watchAlert(history, prometheus), load.phases),
      )
    }),
    ...unexpected.map((history) => found(history, load, prometheus as PrometheusRecord, NOTHING_EXPECTED)),
  ]
}

const NOTHING_EXPECTED: Judged = {
  expected: null,
  finding: null,
  detectionSeconds: null,
  resolutionSeconds: null,
  reason: 'The scenario expects nothing of it.',
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
    (problem) => ({ expected, ...seconds, finding: 'inconclusive', reason: `It could not be judged: ${problem}` }),
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

function expectationInWords(expectation: AlertExpectation): string {
  if (expectation.kind === 'never') return 'never fires'
  const { fires, resolves } = expectation
  const firing = `fires within ${formatDuration(fires.withinSeconds)} after ${fires.after} begins`
  if (resolves === null) return firing
  return `${firing}, resolves within ${formatDuration(resolves.withinSeconds)} after ${resolves.after} begins`
}

function found(history: AlertHistory, load: LoadResult, witness: PrometheusRecord, judged: Judged): AlertFinding {
  const { name, expression, forSeconds, transitions } = history
  const seen = checkSafely(
    () => atFiring(history, load, witness),
    () => ({}),
  )
  return { name, expression, forSeconds, transitions, ...judged, ...notifications(name, witness), ...seen }
}

function notifications(name: string, witness: PrometheusRecord): Pick<AlertFinding, 'notifications'> {
  if (!witness.notifications) return {}
  return { notifications: witness.notifications.filter(({ alert }) => alert === name) }
}

/** What the rule saw when it first fired, beside the truth of the same window. */
function atFiring(history: AlertHistory, load: LoadResult, witness: PrometheusRecord): Pick<AlertFinding, 'atFiring'> {
  const firing = history.transitions.find(({ state }) => state === 'firing')
  if (!firing || !watchesEstimate(history, witness)) return {}
  const { quantile, rangeSeconds } = witness.estimate
  const estimate = witness.estimates.findLast(({ atSeconds }) => atSeconds <= firing.at)?.value ?? null
  const exact = finiteOrNull(windowQuantile(load, quantile, firing.at, rangeSeconds))
  return { atFiring: { atSeconds: firing.at, quantile, estimate, exact } }
}

function unwatched(expectation: AlertExpectation, witness: PrometheusRecord | null): AlertFinding {
  return {
    ...NOTHING_EXPECTED,
    name: expectation.alert,
    expression: '',
    forSeconds: 0,
    transitions: [],
    expected: expectationInWords(expectation),
    finding: 'inconclusive',
    reason: witness
      ? `No rule of the name ${expectation.alert} was evaluated.`
      : 'No metrics were scraped, so no rule was evaluated.',
  }
}
