// The report's timeline as columns, one value for each bin. A bin is one second, or more where the run is long.

import type { Report, ReportedPhase, TimelineRow } from '../../../core/report/report.ts'
import type { ReportDetails } from '../../../core/report/report-details.ts'
import { parseObjective } from '../../../core/scenario/parse-objective.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { quantileHeading } from '../../figures/verdict-label.ts'
import { alertLane } from './alert-lane.ts'
import type { LimitLine, PhaseBand, TimelineChart, Values } from './chart-data.ts'
import { highestBound } from './highest-bound.ts'
import { timeBins } from './time-bins.ts'
import { timelineSeconds } from './timeline-seconds.ts'
import { highestValue } from './values.ts'

/** More bins than the pixels of a wall screen only make the page larger. */
const MOST_BINS = 3600

export function timelineChart(report: Report, details: ReportDetails, mostBins = MOST_BINS): TimelineChart {
  const { timeline } = report
  const bins = timeBins(timeline, mostBins)
  const key = timelineQuantile(details)
  const column = (value: (row: TimelineRow) => number | null) => bins.rows.map((rows) => highestValue(rows.map(value)))
  const rate = (value: (row: TimelineRow) => number) => bins.rows.map((rows) => mean(rows.map(value)))
  const unbounded = unboundedSeconds(timeline, details, key)
  const binsOf = (isIn: (second: number) => boolean) =>
    bins.rows.flatMap((rows, bin) => (rows.some(({ second }) => isIn(second)) ? [bin] : []))
  const toSeconds = timelineSeconds(report)
  return {
    kind: 'timeline',
    binSeconds: bins.binSeconds,
    ends: bins.rows.map((rows) => (rows.at(-1) as TimelineRow).second + 1),
    quantile: quantileHeading(QUANTILES[key]),
    rangeSeconds: details.estimate?.rangeSeconds ?? null,
    exact: without(
      column(({ window }) => window[key]),
      binsOf((second) => unbounded.window.has(second)),
    ),
    slot: without(
      column(({ slot }) => slot[key]),
      binsOf((second) => unbounded.slot.has(second)),
    ),
    estimate: column(({ estimate }) => estimate),
    exactUnbounded: binsOf((second) => unbounded.window.has(second)),
    slotUnbounded: binsOf((second) => unbounded.slot.has(second)),
    offeredRate: rate(({ offered }) => offered),
    achievedRate: rate(({ completed }) => completed),
    errorRate: rate(({ errors }) => errors),
    timeoutRate: rate(({ timeouts }) => timeouts),
    phases: report.load.phases.map(phaseBand),
    limits: limitLines(report, details, QUANTILES[key], toSeconds),
    lanes: report.alerts.map((alert) => alertLane(alert, report, details)),
    toSeconds,
  }
}

export function phaseBand({ name, startSeconds, endSeconds, measured }: ReportedPhase): PhaseBand {
  return { name, fromSeconds: startSeconds, toSeconds: endSeconds, measured }
}

type TimelineQuantile = 'p50' | 'p95' | 'p99'
const QUANTILES: Readonly<Record<TimelineQuantile, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 }

/** The quantile of the alert rule if the timeline has it, else P95. */
function timelineQuantile({ estimate }: ReportDetails): TimelineQuantile {
  const keys = Object.keys(QUANTILES) as TimelineQuantile[]
  return keys.find((key) => QUANTILES[key] === estimate?.quantile) ?? 'p95'
}

/** Seconds whose quantile is missing because requests never ended, and not because there were no requests. */
function unboundedSeconds(timeline: readonly TimelineRow[], details: ReportDetails, key: TimelineQuantile) {
  const range = details.estimate?.rangeSeconds ?? 60
  const neverEnded = (second: number) => details.neverEnded[second] ?? 0
  const slot = timeline.filter((row) => row.slot[key] === null && neverEnded(row.second) > 0)
  const window = timeline.filter(({ second, window }) => {
    if (window[key] !== null) return false
    for (let back = Math.max(0, second - range + 1); back <= second; back++) if (neverEnded(back) > 0) return true
    return false
  })
  return { slot: new Set(slot.map(({ second }) => second)), window: new Set(window.map(({ second }) => second)) }
}

function limitLines(report: Report, details: ReportDetails, quantile: number, toSeconds: number): LimitLine[] {
  const bound = highestBound(report.server)
  return [
    ...report.sla.flatMap(({ objective: text, during, request }): LimitLine[] => {
      // The lines are those of all requests.
      const objective = request === undefined ? parseObjective(text) : undefined
      if (objective?.kind !== 'quantile' || objective.quantile !== quantile) return []
      const seconds = objective.limitSeconds
      const label = `SLA ${formatDuration(seconds)}`
      if (during === null) return [{ kind: 'sla', label, seconds, fromSeconds: 0, toSeconds }]
      return report.load.phases
        .filter(({ name }) => name === during)
        .map((phase) => ({ kind: 'sla', label, seconds, fromSeconds: phase.startSeconds, toSeconds: phase.endSeconds }))
    }),
    ...details.thresholds
      .filter((threshold) => threshold.quantile === quantile)
      .map(
        ({ thresholdSeconds: seconds }): LimitLine => ({
          kind: 'alert',
          label: `alert above ${formatDuration(seconds)}`,
          seconds,
          fromSeconds: 0,
          toSeconds,
        }),
      ),
    ...(bound === null
      ? []
      : [
          {
            kind: 'highestBound' as const,
            label: `highest bound ${formatDuration(bound)}`,
            seconds: bound,
            fromSeconds: 0,
            toSeconds,
          },
        ]),
  ]
}

function mean(values: readonly number[]): number {
  return Number((values.reduce((sum, value) => sum + value, 0) / values.length).toPrecision(5))
}

function without(values: Values, bins: readonly number[]): Values {
  const left = new Set(bins)
  return values.map((value, bin) => (left.has(bin) || value === null ? null : Number(value.toPrecision(5))))
}
