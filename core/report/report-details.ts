// What the charts of a report need beyond the report itself: curves, thinned to a few hundred points. Plain data, made
// from a run record (analysis/details/report-details.ts) and kept beside report.json, so that runs can be compared later.
// Seconds everywhere; shares and quantiles from 0 to 1.

export const REPORT_DETAILS_VERSION = 1

export interface ReportDetails {
  readonly version: typeof REPORT_DETAILS_VERSION
  /** What the timeline's `estimate` is. Null without a witness. */
  readonly estimate: {
    readonly expression: string
    readonly quantile: number
    /** How far the rule, and with it the timeline's `window`, looks back. */
    readonly rangeSeconds: number
  } | null
  /** The limits that alert rules compare a quantile with, where a rule has that plain form. */
  readonly thresholds: readonly AlertThreshold[]
  /** For each second of the timeline: how many requests that were due in it never ended. */
  readonly neverEnded: readonly number[]
  readonly percentiles: PercentileCurves
  /** The exact distribution that the histogram is held against; null where there is no histogram. */
  readonly distribution: ExactDistribution | null
}

export interface AlertThreshold {
  readonly alert: string
  readonly quantile: number
  readonly thresholdSeconds: number
}

/** Curves over one grid of quantiles, so that they can be read side by side. */
export interface PercentileCurves {
  /** Ascending from 0, below 1. */
  readonly quantiles: readonly number[]
  readonly curves: readonly PercentileCurve[]
}

export type CurveKind =
  /** Response time of the SLA's population: completed requests, and those that never ended at infinity. */
  | 'responseTime'
  /** Response time of every answer read whole. Left out where it equals the one above. */
  | 'answeredResponseTime'
  /** Service time of every answer read whole. */
  | 'serviceTime'
  /** The bundled server's own record. */
  | 'serverTime'
  /** What histogram_quantile draws from the whole run's counts. */
  | 'estimate'

export interface PercentileCurve {
  readonly kind: CurveKind
  /** How many observations it is drawn from; the grid goes on beyond what a smaller population can show. */
  readonly count: number
  /** At each quantile of the grid. Null where it lies among requests that never ended, or beyond the population's evidence. */
  readonly seconds: readonly (number | null)[]
}

/** The exact distribution function as steps: `share[i]` of the population lies at or below `seconds[i]`. Both ascend. */
export interface ExactDistribution {
  /** The server's own record, or else the client's service time. */
  readonly population: 'serverTime' | 'serviceTime'
  readonly count: number
  readonly seconds: readonly number[]
  readonly share: readonly number[]
}
