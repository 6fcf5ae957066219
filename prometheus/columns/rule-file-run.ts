// A rule file evaluated over a span of recorded time: what goes in, and what comes out. Instants are milliseconds since the
// Unix epoch.

import type { ConditionSeen } from '../../core/condition-seen.ts'
import type { AlertState } from '../../core/run/alert.ts'
import type { AlertingRule, RuleFile, RuleGroup } from '../alerting/rule-file.ts'
import type { Dialect } from '../promql/dialect.ts'
import type { Labels } from '../series/series.ts'
import type { OrdinaryRule } from './not-in-columns.ts'
import type { SeriesColumn } from './series-column.ts'

export interface RuleFileRun {
  readonly ruleFile: RuleFile
  /** What was scraped. Series appear in the order of their first samples, those of one instant in this order. */
  readonly series: readonly SeriesColumn[]
  /** The first evaluation of every group; the others follow at the group's interval. */
  readonly firstMs: number
  /** No evaluation is later. */
  readonly lastMs: number
  /** Of groups that name no interval; the step of subqueries that name none. */
  readonly intervalMs: number
  /** Alerting rules are evaluated from here on. */
  readonly alertsFromMs: number
  /** Recording rules are, whose past they read. Absent: from the beginning. */
  readonly recordsFromMs?: number
  readonly dialect: Dialect
  /** Whether it is told what was seen of conditions, and whether they could have held. Absent: it is not. */
  readonly watchesConditions?: boolean
}

export function intervalMsOf({ intervalSeconds }: RuleGroup, { intervalMs }: Pick<RuleFileRun, 'intervalMs'>): number {
  return intervalSeconds === null ? intervalMs : Math.round(intervalSeconds * 1e3)
}

export interface RuleFileOutcome {
  /** One for each alerting rule that can be evaluated, in the order of the file. */
  readonly alerts: readonly AlertOutcome[]
  /** Rules that were evaluated instant by instant, wholly or in part, and why. */
  readonly ordinary: readonly OrdinaryRule[]
  /** Of all rules. */
  readonly evaluations: number
}

export interface AlertOutcome {
  readonly rule: AlertingRule
  readonly group: string
  /** Every label set that was ever pending or firing, in the order in which they first were; at one instant by their labels. */
  readonly labelSets: readonly LabelSetHistory[]
  /** Why it could not be evaluated, as Prometheus could not either. Its state stays through such an evaluation. */
  readonly failures: readonly EvaluationFailure[]
  /** Of its condition; null where nobody asks. */
  readonly condition: ConditionSeen | null
}

export interface LabelSetHistory {
  readonly labels: Labels
  /** Inactive before the first one. */
  readonly transitions: readonly StateTransition[]
}

export interface StateTransition {
  readonly state: AlertState
  readonly atMs: number
  /** Of the expression; null where it returned nothing. */
  readonly value: number | null
}

export interface EvaluationFailure {
  readonly message: string
  readonly firstMs: number
  readonly count: number
}
