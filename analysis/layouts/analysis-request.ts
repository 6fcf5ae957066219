// What is asked of a comparison of bucket layouts.

import { assertNever } from '../../core/assert-never.ts'
import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import type { HistogramLayout } from '../../core/histogram/native-layout.ts'
import { CROSS_CHECKED_QUANTILES } from '../../core/latency/quantile.ts'
import type { QuantileRule, QuantileThreshold } from '../../core/report/layout-comparison.ts'
import type { Objective } from '../../core/scenario/objective.ts'
import { UserError } from '../../core/user-error.ts'
import type { MetricLabels } from './compare-layouts/exposition-size.ts'
import { rowCount } from './record/cell-rows.ts'
import type { LatencyRecord } from './record/latency-record.ts'

export interface LayoutQuestion {
  readonly record: LatencyRecord
  /** Each with a name of its own. */
  readonly layouts: readonly HistogramLayout[]
  readonly quantiles: readonly number[]
  /** What the SLA and the alert rule judge. */
  readonly judgements: readonly QuantileThreshold[]
  readonly rule: QuantileRule | null
  /** The moving window: the rule's, where there is one. Whole seconds. */
  readonly rangeSeconds: number
  readonly phases: readonly NamedStretch[]
  /** The end of the run, where it goes on after the last observation: an alert still has to resolve. */
  readonly endSeconds: number
  readonly metric: MetricLabels
  /** What the server counted itself over the whole record, by layout name: no re-bucketing can be truer. */
  readonly live: ReadonlyMap<string, HistogramSnapshot>
  /** Delays that the service was told to make, where that is known; explanations name them. Seconds. */
  readonly delays: readonly number[]
}

export interface NamedStretch {
  readonly name: string
  readonly startSeconds: number
  readonly endSeconds: number
}

/** A question with everything at its usual value but what is given. @throws UserError where two layouts share a name */
export function layoutQuestion(
  record: LatencyRecord,
  layouts: readonly HistogramLayout[],
  details: Partial<Omit<LayoutQuestion, 'record' | 'layouts'>> = {},
): LayoutQuestion {
  checkNames(layouts)
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
 * What an SLA judges of a latency distribution. `under 300ms > 90%` is a judgement of the P90: it lies below 300 ms just
 * when more than 90% do.
 */
export function judgementsOf(objectives: readonly Objective[]): QuantileThreshold[] {
  return distinct(
    objectives.flatMap((objective) => {
      switch (objective.kind) {
        case 'quantile':
          return [{ quantile: objective.quantile, thresholdSeconds: objective.limitSeconds }]
        case 'under':
          return [{ quantile: objective.limitShare, thresholdSeconds: objective.boundSeconds }]
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

/** @throws UserError where two layouts share a name */
export function checkNames(layouts: readonly HistogramLayout[]): void {
  const names = layouts.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw new UserError(`expected layouts with names of their own, got two named ${twice}`)
}

/** How many evaluations, one at each second's end, from the first observed second to the end of the run. */
export function evaluationCount({ record, endSeconds }: LayoutQuestion): number {
  return Math.max(rowCount(record.rows), Math.ceil(endSeconds) - record.firstSecond)
}
