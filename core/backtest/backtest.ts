// What the alerts of a rule file would have done on recorded data, as three histories: a quantile from buckets is an
// interval, so that an alert may have fired surely, as Prometheus draws the quantile by interpolation, or at most.
// Instants are milliseconds since the Unix epoch. A value may be Infinity or NaN: whoever writes JSON has to say how.

import type { QuantileComparison } from '../run/alert.ts'
import type { CannotHold } from '../run/alert-evidence.ts'

/** The strictest first: what fired surely fired as drawn, and what fired as drawn could have fired. */
export const HISTORY_NAMES = ['surely', 'drawn', 'could'] as const

export type HistoryName = (typeof HISTORY_NAMES)[number]

/** Both ends belong to it. */
export interface TimeSpan {
  readonly fromMs: number
  readonly toMs: number
}

/** A value that is known as an interval. Both ends belong to it; `high` is Infinity where nothing bounds the value. */
export interface Interval {
  readonly low: number
  readonly high: number
}

export interface PeakValue extends Interval {
  /** As Prometheus calculates it; null where its own evaluation returned nothing at that instant. */
  readonly drawn: number | null
  readonly atMs: number
}

/** One label set of an alert, from the evaluation at which it began to fire to the one at which it no longer did. */
export interface Episode {
  /** Of the alert, `alertname` included. */
  readonly labels: Readonly<Record<string, string>>
  readonly startMs: number
  /** The first evaluation at which it fired no more; null where it still fired at the last one before the end, or a gap. */
  readonly endMs: number | null
  /** The last evaluation at which it fired. */
  readonly lastFiringMs: number
  /** It fired already at the first evaluation, or at the first one after a gap: when it began is not known. */
  readonly startedBefore: boolean
  /** Since when the condition held, where that is known. */
  readonly activeSinceMs: number
  /**
   * What the condition returned at its worst while the alert fired: the largest value, or the smallest where the condition
   * asks for small ones. Null where it returned no number.
   */
  readonly peak: PeakValue | null
}

/** At each evaluation, what fires in one of them fires in those after it too. Episodes ascend by their start. */
export type AlertHistories = Readonly<Record<HistoryName, readonly Episode[]>>

/** A quantile that the condition of an alert compares, and the buckets that it was read from. */
export interface BacktestedQuantile {
  /** The call alone, or the recorded series that holds its value. */
  readonly expression: string
  readonly quantile: number
  /** `_bucket` included; null where the selector does not name one metric. */
  readonly metric: string | null
  readonly operator: '>' | '>=' | '<' | '<=' | '==' | '!=' | null
  /** In the histogram's own unit; null where the quantile is not compared with a number. */
  readonly threshold: number | null
  /** What the comparison is to the alert: it can fire without one that is not `whole` or `required`. Null without one. */
  readonly role: QuantileComparison['role'] | null
  /** The finite upper bounds that were seen in the whole time, ascending. */
  readonly bounds: readonly number[]
  /**
   * Whether the threshold is one of them, in every histogram that the alert reads, so that the counts decide the comparison.
   * Null without threshold or bounds.
   */
  readonly thresholdIsBound: boolean | null
}

/** Why evaluations failed, as they would in Prometheus. The state of the alert stays as it was. */
export interface EvaluationFailure {
  readonly message: string
  readonly evaluations: number
  readonly firstMs: number
}

interface AlertOrigin {
  readonly alert: string
  readonly file: string
  /** In the file, from 1. */
  readonly line: number
  readonly group: string
  readonly expression: string
  readonly forSeconds: number
  readonly keepFiringForSeconds: number
  /** As written: values may be templates. */
  readonly labels: Readonly<Record<string, string>>
  readonly evaluationSeconds: number
}

export interface EvaluatedAlert extends AlertOrigin {
  readonly outcome: 'evaluated'
  /** How many evaluations the histories rest on; those that are not known are left out. */
  readonly evaluations: number
  readonly histories: AlertHistories
  /** Where the condition read what is missing from the record: nothing is known of it, which is not the same as silence. */
  readonly notKnown: readonly TimeSpan[]
  /** Evaluations at which a series that the condition needs had no sample: Prometheus found nothing there either. */
  readonly withoutData: readonly TimeSpan[]
  readonly failures: readonly EvaluationFailure[]
  readonly quantiles: readonly BacktestedQuantile[]
  /**
   * Parts of the expression through which an interval cannot be followed: there, `surely` is never and `could` is whenever
   * there is data. Empty for most alerts.
   */
  readonly notFollowed: readonly NotFollowed[]
  /** Selectors that matched no series in the whole time, and without which the condition still says something. */
  readonly missing: readonly string[]
  /** Of these, a side of an `or`: what the alert may have fired on is not seen. */
  readonly missingSides: readonly string[]
  /** Absent where the condition could have held at some evaluation. */
  readonly cannotHold?: CannotHold
}

export interface NotFollowed {
  /** Of the alert, or of a rule that it reads. */
  readonly expression: string
  /** `the quantile goes through deriv`. */
  readonly reason: string
}

/** The condition cannot hold, whatever happened, because series that it needs are not in the record. */
export interface AlertWithoutData extends AlertOrigin {
  readonly outcome: 'no-data'
  readonly selectors: readonly string[]
}

export interface NotEvaluatedAlert extends AlertOrigin {
  readonly outcome: 'not-evaluated'
  /** What is not evaluated here, and where in the expression. */
  readonly problem: string
}

export type BacktestedAlert = EvaluatedAlert | AlertWithoutData | NotEvaluatedAlert

/** The same data under other rules: `as written`, `for 2m`, `proposed.yml`. */
export interface BacktestVariant {
  readonly name: string
  /** In the order of the file. */
  readonly alerts: readonly BacktestedAlert[]
}

/** A part of the record that could not be read. */
export interface RecordGap extends TimeSpan {
  readonly selector: string
  readonly reason: string
}

export interface BacktestSource {
  readonly kind: 'prometheus' | 'openMetrics' | 'run'
  /** Without credentials. */
  readonly place: string
  /** Null for files. */
  readonly prometheusVersion: string | null
  /** The PromQL by which the rules were evaluated: `3.5.0`. */
  readonly dialect: string
}

export interface Backtest extends TimeSpan {
  readonly source: BacktestSource
  /** From the first sample to the last one that the rules read; null where there is none. */
  readonly recorded: TimeSpan | null
  readonly gaps: readonly RecordGap[]
  /** What is to be known of the record as a whole: native histograms that were left out, a clock that was guessed. */
  readonly notes: readonly string[]
  readonly seriesCount: number
  readonly sampleCount: number
  readonly variants: readonly BacktestVariant[]
}
