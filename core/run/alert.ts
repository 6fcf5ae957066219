// Alert states over a run, and what a scenario expects of them.

import type { AlertEvidence } from './alert-evidence.ts'

export const ALERT_STATES = ['inactive', 'pending', 'firing'] as const

export type AlertState = (typeof ALERT_STATES)[number]

/** The state of an alert from an instant on. `resolved` is a transition from firing to inactive. */
export interface AlertTransition {
  /** Seconds of the run. */
  readonly at: number
  readonly state: AlertState
  /** The rule expression's value at that evaluation; null where it returned nothing. */
  readonly value: number | null
}

/** One alert rule, watched: over all label sets, the furthest state (firing before pending before inactive). */
export interface AlertHistory {
  readonly name: string
  readonly expression: string
  readonly forSeconds: number
  readonly keepFiringForSeconds: number
  /** What the expression compares, read from its parsed form; null or absent where it takes no histogram_quantile. */
  readonly watches?: WatchedQuantile | null
  /** Starts with the state at the first evaluation. */
  readonly transitions: readonly AlertTransition[]
  /** Null or absent where it is not known whether the condition had data. */
  readonly evidence?: AlertEvidence | null
}

/** The histogram_quantile of a latency alert: `histogram_quantile(quantile, rate(metric[range])) operator threshold`. */
export interface WatchedQuantile {
  /** The call alone, in the spelling of `PrometheusRecord.estimate.expression`: equal texts have equal values. */
  readonly expression: string
  readonly quantile: number
  /** The name of the buckets' metric, `_bucket` included; null where the selector does not name exactly one. */
  readonly metric: string | null
  /** How far back its buckets look; 0 where they are read as they stand. */
  readonly rangeSeconds: number
  /** Null where the alert does not depend on how the quantile compares with a fixed number. */
  readonly comparison: QuantileComparison | null
}

/** `quantile operator threshold`, with the quantile on the left and the threshold in the histogram's own unit. */
export interface QuantileComparison {
  readonly operator: '>' | '>=' | '<' | '<=' | '==' | '!='
  readonly threshold: number
  /**
   * What the comparison is to the alert. `whole`: the alert holds exactly where it does; `required`: the alert holds only
   * where it does (`and`, `unless`); `sufficient`: the alert holds wherever it does (`or`); `partial`: a mixture of these.
   */
  readonly role: 'whole' | 'required' | 'sufficient' | 'partial'
}

/** A notification from an Alertmanager. */
export interface AlertNotification {
  readonly alert: string
  readonly status: 'firing' | 'resolved'
  /** Seconds of the run. */
  readonly at: number
  /** Since the evaluation that fired or resolved it. */
  readonly delaySeconds: number
}

/** A reference to the start of a phase, and how long after it at the latest. Seconds. */
export interface AlertDeadline {
  readonly after: string
  readonly withinSeconds: number
}

export type AlertExpectation =
  | { readonly alert: string; readonly kind: 'never' }
  | {
      readonly alert: string
      readonly kind: 'fires'
      readonly fires: AlertDeadline
      readonly resolves: AlertDeadline | null
    }
