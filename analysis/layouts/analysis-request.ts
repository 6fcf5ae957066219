// A request to analyze bucket layouts: the record, the layouts, and what to judge them by.

import { assertNever } from '../../core/assert-never.ts'
import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import type { HistogramLayout } from '../../core/histogram/native-layout.ts'
import { CROSS_CHECKED_QUANTILES } from '../../core/latency/quantile.ts'
import type { QuantileRule, QuantileThreshold } from '../../core/report/layout-comparison.ts'
import type { Objective } from '../../core/scenario/objective.ts'
import { UserError } from '../../core/user-error.ts'
import type { MetricLabels } from './compare-layouts/exposition-size.ts'
import { rowCount } from './record/cell-rows.ts'
import { type LatencyRecord, recordPrecision } from './record/latency-record.ts'

export interface AnalysisRequest {
  readonly record: LatencyRecord
  /** Their names are distinct. */
  readonly layouts: readonly HistogramLayout[]
  readonly quantiles: readonly number[]
  /** The thresholds that the SLA and the alert rule judge. */
  readonly judgements: readonly QuantileThreshold[]
  readonly rule: QuantileRule | null
  /** The length of the moving window in whole seconds: the rule's, if there is a rule. */
  readonly rangeSeconds: number
  readonly phases: readonly NamedWindow[]
  /** The end of the run, which may be later than the last observation: an alert still has to resolve. */
  readonly endSeconds: number
  readonly metric: MetricLabels
  /** The server's own counts over the whole record, by layout name. They are used instead of re-bucketed ones. */
  readonly live: ReadonlyMap<string, HistogramSnapshot>
  /** The delays that the service was configured with, if they are known; explanations name them. Seconds. */
  readonly delays: readonly number[]
}

export interface NamedWindow {
  readonly name: string
  readonly startSeconds: number
  readonly endSeconds: number
}

/** A request with the given details, and defaults for the rest. @throws UserError if two layouts share a name */
export function analysisRequest(
  record: LatencyRecord,
  layouts: readonly HistogramLayout[],
  details: Partial<Omit<AnalysisRequest, 'record' | 'layouts'>> = {},
): AnalysisRequest {
  checkLayoutNames(layouts)
  const { rule = null, judgements = [] } = details
  const ruled = rule ? [{ quantile: rule.quantile, thresholdSeconds: rule.thresholdSeconds }] : []
  return {
    record,
    layouts,
    quantiles: CROSS_CHECKED_QUANTILES,
    phases: [],
    endSeconds: 0,
    metric: { name: 'model_latency_seconds', labels: {} },
    live: new Map(),
    delays: [],
    ...details,
    rule,
    rangeSeconds: rule?.rangeSeconds ?? details.rangeSeconds ?? 60,
    judgements: distinct([...ruled, ...judgements]),
  }
}

/**
 * The thresholds on quantiles that an SLA judges. `under 300ms > 90%` is a threshold on the P90, which is below 300 ms if
 * and only if more than 90% of the requests are.
 */
export function judgementsOf(objectives: readonly Objective[]): QuantileThreshold[] {
  return distinct(
    objectives.flatMap((objective) => {
      switch (objective.kind) {
        case 'quantile':
          return [{ quantile: objective.quantile, thresholdSeconds: objective.limitSeconds }]
        case 'under':
          return [{ quantile: objective.limitShare, thresholdSeconds: objective.boundSeconds }]
        // A server's histogram does not know when it sent the first byte.
        case 'ttfb':
        case 'errors':
        case 'achieved':
          return []
        default:
          return assertNever(objective)
      }
    }),
  )
}

function distinct(judgements: readonly QuantileThreshold[]): QuantileThreshold[] {
  return [...new Map(judgements.map((each) => [`${each.quantile} ${each.thresholdSeconds}`, each])).values()]
}

/** @throws UserError if two layouts share a name */
export function checkLayoutNames(layouts: readonly HistogramLayout[]): void {
  const names = layouts.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw new UserError(`expected layouts with distinct names, got two named ${twice}`)
}

/** The quantiles that are asked for and those that are judged, each once. */
export function allQuantiles({ quantiles, judgements, rule }: AnalysisRequest): number[] {
  const judged = [...judgements, ...(rule ? [rule] : [])].map(({ quantile }) => quantile)
  return [...new Set([...quantiles, ...judged])]
}

/** What a comparison says of its request, whatever the evidence is. */
export function comparedRequest(request: AnalysisRequest) {
  const { record, quantiles, rangeSeconds, rule } = request
  return {
    startSeconds: record.firstSecond,
    endSeconds: record.firstSecond + evaluationCount(request),
    quantiles,
    rangeSeconds,
    rule,
    recordPrecision: recordPrecision(record),
  }
}

/** The number of evaluations: one at the end of each second, from the first observed second to the end of the run. */
export function evaluationCount({ record, endSeconds }: AnalysisRequest): number {
  return Math.max(rowCount(record.rows), Math.ceil(endSeconds) - record.firstSecond)
}
