// Days of a service and the alerts of a rule file, in virtual time: counts are drawn straight into columns, and the rules are
// evaluated on them.

import type { ConditionSeen } from '../../core/condition-seen.ts'
import type { AlertState } from '../../core/run/alert.ts'
import type { AlertingRule } from '../../prometheus/alerting/rule-file.ts'
import type { OrdinaryRule } from '../../prometheus/columns/not-in-columns.ts'
import type { AlertOutcome, RuleFileOutcome } from '../../prometheus/columns/rule-file-run.ts'
import type { Labels } from '../../prometheus/series/series.ts'
import { daysInOrder, daysInPieces } from './days-in-pieces.ts'
import type { DrawnDaysOptions } from './drawn-days.ts'
import type { ExactCounts } from './exact-counts.ts'

export interface SimulateAlertsOptions extends DrawnDaysOptions {
  /** `inOrder`: instant by instant, as a run does, which takes some hundred times as long. Absent: in columns. */
  readonly evaluator?: 'columns' | 'inOrder'
}

export interface SimulatedAlerts {
  /** One for each alerting rule that can be evaluated, in the order of the file. */
  readonly alerts: readonly SimulatedAlert[]
  readonly exact: ExactCounts
  /** Rules that could not be evaluated in columns, wholly or in part: the result is the same, and takes longer. */
  readonly ordinary: readonly OrdinaryRule[]
  /** Of all rules. */
  readonly evaluations: number
}

export interface SimulatedAlert {
  readonly rule: AlertingRule
  readonly group: string
  /** Every label set that was ever pending or firing. */
  readonly labelSets: readonly SimulatedLabelSet[]
  /** Evaluations that failed, as they would in Prometheus. */
  readonly failures: readonly { readonly message: string; readonly firstSeconds: number; readonly count: number }[]
  /** Of its condition; null where nobody asks. */
  readonly condition: ConditionSeen | null
}

export interface SimulatedLabelSet {
  readonly labels: Labels
  /** Inactive before the first one. */
  readonly transitions: readonly {
    readonly state: AlertState
    readonly atSeconds: number
    /** Of the expression; null where it returned nothing. */
    readonly value: number | null
  }[]
}

/** @throws RangeError where a part makes no sense */
export function simulateAlerts(options: SimulateAlertsOptions): SimulatedAlerts {
  const { outcome, exact } = options.evaluator === 'inOrder' ? daysInOrder(options) : daysInPieces(options)
  return { ...outcome, alerts: alertsInSeconds(outcome, options.startedAtUnixMs), exact }
}

/** @param startedAtUnixMs second 0 of the simulation */
export function alertsInSeconds({ alerts }: RuleFileOutcome, startedAtUnixMs: number): readonly SimulatedAlert[] {
  return alerts.map((alert) => inSeconds(alert, startedAtUnixMs))
}

function inSeconds(alert: AlertOutcome, startedAtUnixMs: number): SimulatedAlert {
  const { rule, group, labelSets, failures, condition } = alert
  const secondsOf = (timeMs: number) => (timeMs - startedAtUnixMs) / 1e3
  return {
    rule,
    group,
    labelSets: labelSets.map(({ labels, transitions }) => ({
      labels,
      transitions: transitions.map(({ state, atMs, value }) => ({ state, atSeconds: secondsOf(atMs), value })),
    })),
    failures: failures.map(({ message, firstMs, count }) => ({ message, firstSeconds: secondsOf(firstMs), count })),
    condition,
  }
}
