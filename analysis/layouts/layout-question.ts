// What is asked of a comparison of bucket layouts.

import type { HistogramSnapshot } from '../../core/histogram-snapshot.ts'
import type { QuantileRule, QuantileThreshold } from '../../core/layout-comparison.ts'
import type { HistogramLayout } from '../../core/native-layout.ts'
import { CROSS_CHECKED_QUANTILES } from '../../core/quantile.ts'
import { UserError } from '../../core/user-error.ts'
import { rowCount } from './cell-rows.ts'
import type { MetricLabels } from './exposition-size.ts'
import type { LatencyRecord } from './latency-record.ts'

export interface LayoutQuestion {
  readonly record: LatencyRecord
  /** Each with a name of its own. */
  readonly layouts: readonly HistogramLayout[]
  readonly quantiles: readonly number[]
  /** What the SLA and the alert rules judge. */
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
  return {
    record,
    layouts,
    quantiles: CROSS_CHECKED_QUANTILES,
    rangeSeconds: rule?.rangeSeconds ?? 60,
    phases: [],
    endSeconds: 0,
    metric: { name: 'model_latency_seconds', labels: {} },
    live: new Map(),
    delays: [],
    ...details,
    rule,
    judgements: judgements.length > 0 || rule === null ? judgements : [rule],
  }
}

export function checkNames(layouts: readonly HistogramLayout[]): void {
  const names = layouts.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw new UserError(`expected layouts with names of their own, got two named ${twice}`)
}

/** How many evaluations, one at each second's end, from the first observed second to the end of the run. */
export function evaluationCount({ record, endSeconds }: LayoutQuestion): number {
  return Math.max(rowCount(record.rows), Math.ceil(endSeconds) - record.firstSecond)
}
