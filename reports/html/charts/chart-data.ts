// The data that the client draws, written into the page as JSON. Seconds and fractions; null where there is nothing to
// draw. Texts carry no control characters and are only ever drawn as text.

import type { CurveKind } from '../../../core/report/report-details.ts'
import type { Verdict } from '../../../core/report/worst-verdict.ts'
import type { AlertState } from '../../../core/run/alert.ts'

/** All charts of a page, by the id of the element that each is drawn into. */
export type PageCharts = Readonly<Record<string, ChartData>>

export type ChartData =
  | EstimateChart
  | TimelineChart
  | PercentileChart
  | DistributionChart
  | WaterfallChart
  | IntervalChart
  | AlertChart
  | LayoutChart
  | LayoutDistributionsChart
  | RunsChart

export type Values = readonly (number | null)[]

export interface PhaseBand {
  readonly name: string
  readonly fromSeconds: number
  readonly toSeconds: number
  readonly measured: boolean
}

/** A limit, and the part of the run in which it holds. */
export interface LimitLine {
  readonly kind: 'sla' | 'alert' | 'highestBound'
  readonly label: string
  readonly seconds: number
  readonly fromSeconds: number
  readonly toSeconds: number
}

export interface AlertSegment {
  /** `noData`: the rule returned nothing, which an alert cannot tell from a healthy service. */
  readonly state: AlertState | 'noData'
  readonly fromSeconds: number
  readonly toSeconds: number
}

export interface AlertLane {
  readonly name: string
  readonly segments: readonly AlertSegment[]
}

/** The exact quantile and its estimate on one axis, with the bucket in which the estimate was interpolated. */
export interface EstimateChart {
  readonly kind: 'estimate'
  readonly quantile: string
  /** Null where the quantile lies among requests that never ended. */
  readonly exact: number | null
  readonly estimate: number
  /** `upper` is null for +Inf. */
  readonly bucket: { readonly lower: number; readonly upper: number | null } | null
  readonly limit: { readonly label: string; readonly seconds: number } | null
}

/** The panels over time, which share one axis and one cursor. A column holds one value for each bin. */
export interface TimelineChart {
  readonly kind: 'timeline'
  /** Seconds of the run in one bin. Above 1, a bin shows the worst latency and the mean rate of its seconds. */
  readonly binSeconds: number
  /** The end of each bin, in seconds of the run. */
  readonly ends: readonly number[]
  /** `P95` */
  readonly quantile: string
  /** The window of `exact` and `estimate`; null where there is no rule. */
  readonly rangeSeconds: number | null
  readonly exact: Values
  /** The quantile of the requests that were due in the bin. */
  readonly slot: Values
  readonly estimate: Values
  /** Bins in which `exact` and `slot` are null because the quantile lies among requests that never ended. */
  readonly exactUnbounded: readonly number[]
  readonly slotUnbounded: readonly number[]
  readonly offeredRate: Values
  readonly achievedRate: Values
  readonly errorRate: Values
  readonly timeoutRate: Values
  readonly phases: readonly PhaseBand[]
  readonly limits: readonly LimitLine[]
  readonly lanes: readonly AlertLane[]
  /** The end of the axis. It lies beyond the last bin while a run is in progress. */
  readonly toSeconds: number
}

export interface PercentileChart {
  readonly kind: 'percentiles'
  /** From 0, below 1; ascending. */
  readonly quantiles: readonly number[]
  readonly curves: readonly DrawnCurve[]
  /** SLA limits on quantiles of the whole run. */
  readonly limits: readonly { readonly label: string; readonly quantile: number; readonly seconds: number }[]
}

export interface DrawnCurve {
  readonly name: string
  readonly style: CurveKind | RunStyle
  readonly seconds: Values
  /** From this quantile on, the values lie among requests that never ended. */
  readonly unboundedFrom?: number
}

/** The style of the nth run of a comparison. */
export type RunStyle = `run${number}`

/** `serverTime`: the handler's own record. `serviceTime`: the client's, from sending to the answer. */
export type ExactKind = 'serverTime' | 'serviceTime'

/** Cumulative shares over latency: the buckets, the estimate through them, and the exact distribution. */
export interface DistributionChart {
  readonly kind: 'distribution'
  readonly buckets: readonly DistributionBucket[]
  readonly exactName: string
  /** Whose record the exact distribution is; decides colour and line style. */
  readonly exactKind: ExactKind
  readonly exact: { readonly seconds: readonly number[]; readonly share: readonly number[] }
  readonly quantiles: readonly DistributionQuantile[]
  readonly toSeconds: number
  readonly logarithmic: boolean
}

export interface DistributionBucket {
  readonly lower: number
  /** Null for the bucket to +Inf. */
  readonly upper: number | null
  readonly count: number
  /** Cumulative shares at its two ends. */
  readonly shareBelow: number
  readonly shareUpTo: number
}

export interface DistributionQuantile {
  readonly name: string
  readonly quantile: number
  readonly estimate: number | null
  readonly exact: number | null
  /** Index into `buckets`. */
  readonly bucket: number | null
}

/** From the exact value to the estimate, one part of the error after the other. */
export interface WaterfallChart {
  readonly kind: 'waterfall'
  readonly quantiles: readonly { readonly name: string; readonly steps: readonly WaterfallStep[] }[]
}

export interface WaterfallStep {
  readonly name: string
  readonly role: 'exact' | 'part' | 'estimate'
  readonly fromSeconds: number
  readonly toSeconds: number
}

/** One objective: the observed value, its confidence interval, and the limit. */
export interface IntervalChart {
  readonly kind: 'interval'
  readonly unit: 'seconds' | 'share'
  /** The side of the limit that meets the objective. */
  readonly good: 'below' | 'above'
  readonly limit: number
  readonly observed: number | null
  readonly unbounded: boolean
  readonly lower: number | null
  readonly upper: number | null
  readonly estimate: number | null
  readonly finding: Verdict
}

/** One alert over the run, with the time until it fired and until it resolved. */
export interface AlertChart {
  readonly kind: 'alert'
  readonly lane: AlertLane
  readonly phases: readonly PhaseBand[]
  readonly toSeconds: number
  readonly detection: TimeSpan | null
  readonly resolution: TimeSpan | null
}

export interface TimeSpan {
  readonly label: string
  readonly fromSeconds: number
  readonly toSeconds: number
}

/** Bucket layouts by number of series and error. */
export interface LayoutChart {
  readonly kind: 'layouts'
  readonly quantile: string
  readonly layouts: readonly {
    readonly name: string
    readonly series: number
    /** The size of the relative error over the whole run; null where there is none. */
    readonly relativeError: number | null
    /** `current`: the layout that the service publishes. */
    readonly role: 'current' | 'recommended' | 'other'
  }[]
}

/** The distribution as each compared layout estimates it, all against the same exact one. */
export interface LayoutDistributionsChart extends Pick<DistributionChart, 'exactName' | 'exactKind' | 'exact'> {
  readonly kind: 'layoutDistributions'
  readonly layouts: readonly (Pick<DistributionChart, 'buckets' | 'quantiles' | 'toSeconds' | 'logarithmic'> & {
    readonly name: string
  })[]
}

/** One quantile of several runs over time, each run from its own start. */
export interface RunsChart {
  readonly kind: 'runs'
  readonly title: string
  /** Seconds of the runs; ascending. */
  readonly ends: readonly number[]
  readonly runs: readonly { readonly name: string; readonly style: RunStyle; readonly seconds: Values }[]
}
