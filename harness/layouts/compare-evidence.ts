// Compares bucket layouts on the latencies of a run, with everything that is known about it.

import { type AnalysisRequest, analysisRequest, judgementsOf } from '../../analysis/layouts/analysis-request.ts'
import { reportBucketEvidence } from '../../analysis/layouts/bucket-evidence/report-bucket-evidence.ts'
import { rowCount } from '../../analysis/layouts/record/cell-rows.ts'
import { sampleLatencies } from '../../analysis/layouts/record/sample-latencies.ts'
import { type ReportContext, reportLayouts } from '../../analysis/layouts/report-layouts.ts'
import type { BucketLayout } from '../../core/histogram/bucket-layout.ts'
import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import { layoutMetric } from '../../core/histogram/layout-metric.ts'
import { type HistogramLayout, isNativeLayout } from '../../core/histogram/native-layout.ts'
import { CROSS_CHECKED_QUANTILES } from '../../core/latency/quantile.ts'
import type { LayoutsReport } from '../../core/report/layout-comparison.ts'
import type { Report } from '../../core/report/report.ts'
import type { Objective } from '../../core/scenario/objective.ts'
import { parseObjective } from '../../core/scenario/parse-objective.ts'
import { findQuantileRule } from '../../prometheus/alerting/quantile-rule.ts'
import { measureObserveCost } from '../../server/metrics/measure-observe-cost.ts'
import { configuredDelays } from './configured-delays.ts'
import { type LayoutEvidence, observedHistogram, secondsPerUnit } from './layout-evidence.ts'
import { liveCounts, measuredFromMs } from './live-counts.ts'
import { layoutOfBuckets, reportedLayout, selectLayouts } from './select-layouts.ts'

export interface LayoutRequest {
  /** The layouts to compare with the service's own one. */
  readonly layouts: readonly HistogramLayout[]
  readonly quantiles?: readonly number[]
  /** The greatest number of bounds of the recommended layout. */
  readonly budget?: number
  /** Judged in addition to the scenario's SLA. */
  readonly objectives?: readonly Objective[]
}

const HELP = 'Seconds from the arrival of a request to its answer.'
const USUAL_RANGE_SECONDS = 60

/** @throws UserError if two layouts share a name */
export function compareEvidence(evidence: LayoutEvidence, request: LayoutRequest): LayoutsReport {
  const { record, report, source, observed, scraped } = evidence
  const own = scraped ? layoutOfBuckets(scraped.recorded.total) : report && reportedLayout(report)
  const { layouts, current } = selectLayouts(own, request.layouts)
  const analyzed = analysisRequest(record, layouts, {
    ...(report ? factsOfRun(report) : {}),
    quantiles: request.quantiles ?? CROSS_CHECKED_QUANTILES,
    judgements: judgementsOf([...(report ? objectivesOf(report) : []), ...(request.objectives ?? [])]),
    rule: ruleOf(evidence),
    rangeSeconds: Math.max(1, Math.min(USUAL_RANGE_SECONDS, Math.floor(rowCount(record.rows) / 2))),
    metric: { name: observedHistogram(evidence), labels: {} },
    live: countedLive(evidence, layouts, current),
  })
  const latencies = sampleLatencies(record)
  const context: ReportContext = {
    source,
    observed,
    current,
    help: HELP,
    options: request.budget === undefined ? {} : { budget: request.budget },
    observeSeconds: (layout) =>
      isNativeLayout(layout) || latencies.length === 0 ? null : measureObserveCost(layout as BucketLayout, latencies),
  }
  return scraped ? reportBucketEvidence(analyzed, scraped.recorded, context) : reportLayouts(analyzed, context)
}

function factsOfRun(report: Report): Partial<AnalysisRequest> {
  return {
    phases: report.load.phases.filter(({ measured }) => measured),
    endSeconds: report.run.durationSeconds,
    delays: configuredDelays(report),
  }
}

/** Those about all requests, as the record is. */
function objectivesOf({ sla }: Report): Objective[] {
  return sla.flatMap(({ objective, request }) => (request === undefined ? (parseObjective(objective) ?? []) : []))
}

function ruleOf(evidence: LayoutEvidence) {
  const { ruleFile, report } = evidence
  const watched = (report?.alerts ?? []).filter(({ expected }) => expected !== null).map(({ name }) => name)
  const rule = ruleFile && findQuantileRule(ruleFile, observedHistogram(evidence), watched)
  return rule && { ...rule, thresholdSeconds: rule.thresholdSeconds * secondsPerUnit(evidence) }
}

// Only the server's own record has the requests that its histograms observed.
function countedLive(
  { report, openMetrics, source }: LayoutEvidence,
  layouts: readonly HistogramLayout[],
  current: string | null,
): ReadonlyMap<string, HistogramSnapshot> {
  if (!report?.server || openMetrics === null || source !== 'server') return new Map()
  const { metric, count } = report.server
  const metricOf = (name: string) => (name === current ? metric : layoutMetric(name))
  const classic = layouts.filter((layout) => !isNativeLayout(layout)).map(({ name }) => name)
  const counted = liveCounts(openMetrics, classic.map(metricOf), measuredFromMs(report), count)
  return new Map(
    classic.flatMap((name) => {
      const counts = counted.get(metricOf(name))
      return counts ? [[name, counts] as const] : []
    }),
  )
}
