// A run's report as series: the exact quantiles of each second, what was offered and became of it, the estimate of the
// dashboard, the states of alerts, and at the run's end its objectives and its verdict. Seconds, shares from 0 to 1.
//
// A value of second n of the run stands at the end of that second, which is when a Prometheus that scrapes the service could
// have drawn the same. What is known of the whole run alone stands at its end. Every series has the labels `job`, `scenario`
// and `run`, which is the instant at which the run began.

import type { LatencySummary } from '../../core/latency/latency-summary.ts'
import { REPORTED_QUANTILES } from '../../core/latency/quantile.ts'
import type { Report, SlaFinding, TimelineRow } from '../../core/report/report.ts'
import { VERDICTS } from '../../core/report/worst-verdict.ts'
import { ALERT_STATES } from '../../core/run/alert.ts'
import { labelSignature } from '../series/labels.ts'
import { type Labels, METRIC_NAME } from '../series/series.ts'
import type { PushedSample, PushedSeries } from './pushed-series.ts'

type PushedReport = Pick<
  Report,
  'verdict' | 'scenario' | 'run' | 'load' | 'sla' | 'alerts' | 'timeline' | 'crossCheck' | 'generator'
>

/** The series of a run, those with no sample left out. */
export function runSeries(report: PushedReport): PushedSeries[] {
  const labels = { job: 'sla-harness', scenario: report.scenario.name, run: report.run.startedAt }
  const series = [...bySecond(report), ...atTheEnd(report)]
    .filter(({ samples }) => samples.length > 0)
    .map((each) => ({ ...each, labels: { ...labels, ...each.labels } }))
  // Phases may share a name, and alerts too; a server takes no two series of the same labels.
  return [
    ...new Map(series.map((each) => [labelSignature({ ...each.labels, [METRIC_NAME]: each.name }), each])).values(),
  ]
}

// ---- second by second ----

/** A quantile of no requests is no sample, and ends the series until there are some. */
type ValueIn = (row: TimelineRow) => number | null

const OUTCOMES = ['offered', 'completed', 'errors', 'timeouts'] as const
const TIMELINE_QUANTILES = { p50: '0.5', p95: '0.95', p99: '0.99' } as const

function bySecond(report: PushedReport): PushedSeries[] {
  const { timeline, load } = report
  const series = (name: string, labels: Labels, value: ValueIn): PushedSeries => ({
    name: `sla_harness_${name}`,
    labels,
    samples: samplesOf(report, value),
  })
  const quantiles = Object.entries(TIMELINE_QUANTILES) as ['p50' | 'p95' | 'p99', string][]
  const alerts = [...new Set(timeline.flatMap((row) => Object.keys(row.alerts)))]
  return [
    ...quantiles.map(([key, quantile]) => series('response_time_seconds', { quantile }, ({ slot }) => slot[key])),
    ...quantiles.map(([key, quantile]) =>
      series('window_response_time_seconds', { quantile }, ({ window }) => window[key]),
    ),
    series('estimate_seconds', {}, ({ estimate }) => estimate),
    ...OUTCOMES.map((outcome) => series('requests_per_second', { outcome }, (row) => row[outcome])),
    ...load.phases.map(({ name, measured }) =>
      series('phase', { phase: name, measured: String(measured) }, ({ phase }) => (phase === name ? 1 : null)),
    ),
    ...alerts.map((alert) =>
      series('alert_state', { alert }, (row) => {
        const state = row.alerts[alert]
        return state === undefined ? null : ALERT_STATES.indexOf(state)
      }),
    ),
  ]
}

/** With a marker wherever the series ends, for a while or for good. */
function samplesOf({ timeline, run }: PushedReport, valueIn: ValueIn): PushedSample[] {
  const startedAtMs = Date.parse(run.startedAt)
  const samples: PushedSample[] = []
  let before: number | null = null
  for (const row of timeline) {
    const endMs = startedAtMs + (row.second + 1) * 1e3
    const value = valueIn(row)
    if (before !== null && (value === null || row.second > before + 1))
      samples.push({ timestampMs: startedAtMs + (before + 2) * 1e3, value: 'stale' })
    // Where a second is missing, the marker may stand where the next value does.
    if (value !== null) {
      if (samples.at(-1)?.timestampMs === endMs) samples.pop()
      samples.push({ timestampMs: endMs, value })
    }
    before = value === null ? null : row.second
  }
  if (before !== null) samples.push({ timestampMs: startedAtMs + (before + 2) * 1e3, value: 'stale' })
  return samples
}

// ---- of the whole run ----

function atTheEnd(report: PushedReport): PushedSeries[] {
  const { verdict, load, sla, alerts, crossCheck, generator, run } = report
  const endMs = Date.parse(run.startedAt) + Math.ceil(endOf(report) * 1e3)
  const once = (name: string, labels: Labels, value: number | null): PushedSeries => ({
    name: `sla_harness_${name}`,
    labels,
    samples: value === null ? [] : [{ timestampMs: endMs, value }],
  })
  const quantiles = (name: string, labels: Labels, summary: LatencySummary) =>
    Object.entries(REPORTED_QUANTILES).map(([key, quantile]) =>
      once(
        name,
        { ...labels, quantile: String(quantile) },
        quantileOf(summary, key as keyof typeof REPORTED_QUANTILES),
      ),
    )
  return [
    ...VERDICTS.map((each) => once('verdict', { verdict: each }, each === verdict ? 1 : 0)),
    once('run_duration_seconds', {}, run.durationSeconds),
    once('run_interrupted', {}, run.interrupted ? 1 : 0),
    once('generator_fit', {}, generator.fit ? 1 : 0),
    ...quantiles('run_response_time_seconds', {}, load.total.responseTime),
    ...quantiles('run_service_time_seconds', {}, load.total.serviceTime),
    ...(load.requests ?? []).flatMap(({ name, responseTime }) =>
      quantiles('request_response_time_seconds', { request: name }, responseTime),
    ),
    ...crossCheck.map(({ quantile, estimate }) =>
      once('run_estimate_seconds', { quantile: String(quantile) }, estimate),
    ),
    ...sla.flatMap((finding) => {
      const labels = objectiveLabels(finding)
      const unit = finding.unit === 'seconds' ? 'seconds' : 'ratio'
      return [
        ...VERDICTS.map((each) => once('objective', { ...labels, finding: each }, each === finding.finding ? 1 : 0)),
        once(`objective_observed_${unit}`, labels, finding.observed ?? (finding.unbounded ? Infinity : null)),
        once(`objective_limit_${unit}`, labels, finding.limit),
      ]
    }),
    ...alerts.flatMap(({ name, finding, detectionSeconds, resolutionSeconds }) =>
      finding === null
        ? []
        : [
            ...VERDICTS.map((each) => once('alert', { alert: name, finding: each }, each === finding ? 1 : 0)),
            once('alert_detection_seconds', { alert: name }, detectionSeconds),
            once('alert_resolution_seconds', { alert: name }, resolutionSeconds),
          ],
    ),
  ]
}

function endOf({ timeline, run }: PushedReport): number {
  return Math.max(run.durationSeconds, (timeline.at(-1)?.second ?? -1) + 1)
}

/** Infinity among the requests that never ended. */
function quantileOf(summary: LatencySummary, key: keyof typeof REPORTED_QUANTILES): number | null {
  return summary[key] ?? (summary.unboundedCount > 0 ? Number.POSITIVE_INFINITY : null)
}

/** An empty label is none, as in Prometheus itself. */
function objectiveLabels({ objective, during, request }: SlaFinding): Labels {
  return {
    objective,
    ...(during !== null && { during }),
    ...(request !== undefined && { request }),
  }
}
