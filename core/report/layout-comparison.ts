// Bucket layouts put against the exact latencies of one record: what each would have shown, cost and decided.
// Seconds everywhere. A number is null where there is none; errors are estimate − exact.

import type { LayoutCode } from '../histogram/layout-code.ts'
import type { AlertTransition } from '../run/alert.ts'

/** A limit on a quantile, as an SLA or an alert rule judges it: violated while the quantile is above it. */
export interface QuantileThreshold {
  readonly quantile: number
  readonly thresholdSeconds: number
}

/** An alert on `histogram_quantile(quantile, rate(…[range])) > threshold`. */
export interface QuantileRule extends QuantileThreshold {
  readonly name: string
  readonly rangeSeconds: number
  readonly forSeconds: number
  readonly keepFiringForSeconds: number
}

/** A stretch in which the service really was too slow. */
export interface Incident {
  readonly name: string
  readonly startSeconds: number
  readonly endSeconds: number
}

export interface LayoutComparison {
  readonly observations: number
  readonly startSeconds: number
  readonly endSeconds: number
  readonly quantiles: readonly number[]
  /** The moving window that `moving` and `wrongVerdicts` look back over. */
  readonly rangeSeconds: number
  readonly rule: QuantileRule | null
  /** The most by which the record itself may read a latency high, relative: 0.001 for 3 significant digits. */
  readonly recordPrecision: number
  /** What the rule would have done on exact quantiles. */
  readonly exactAlert: AlertReplay | null
  /** Best first. This is `layouts[]` of the report. */
  readonly layouts: readonly ComparedLayout[]
}

export interface ComparedLayout {
  readonly name: string
  readonly kind: 'classic' | 'native'
  /** Null for a classic layout. */
  readonly schema: number | null
  /** Finite upper bounds; null for a native histogram, which has no fixed ones. */
  readonly bounds: readonly number[] | null
  /** Time series per label set. */
  readonly series: number
  /** Of one label set, without HELP and TYPE: the text format, or protobuf for a native histogram. */
  readonly expositionBytes: number
  /** Where the whole run's counts are from: observed by the server itself, or re-bucketed from the record. */
  readonly source: 'live' | 'record'
  /** Share of observations that the record cannot place on one side of a bound. */
  readonly ambiguousShare: number
  readonly run: LayoutWindow
  readonly phases: readonly LayoutWindow[]
  readonly moving: readonly MovingError[]
  readonly wrongVerdicts: readonly WrongVerdicts[]
  readonly alert: AlertOutcome | null
  readonly findings: readonly LayoutFinding[]
}

export interface LayoutWindow {
  /** A phase's name; null for the whole run. */
  readonly name: string | null
  readonly count: number
  readonly quantiles: readonly LayoutQuantile[]
}

export interface LayoutQuantile {
  readonly quantile: number
  /** Nearest rank; null of nothing, or among latencies that never ended. */
  readonly exact: number | null
  /** 95% confidence by order statistics, as if observations were independent; an end is null where it is unbounded. */
  readonly exactInterval: { readonly lower: number | null; readonly upper: number | null } | null
  readonly estimate: number | null
  /** The estimate if every ambiguous observation lay at the low end of its cell in the record. */
  readonly estimateIfLow: number | null
  readonly error: number | null
  readonly relativeError: number | null
  readonly bucket: { readonly lower: number; readonly upper: number | '+Inf' } | null
  /** Bounds the error whatever the data; null in the bucket to +Inf, where nothing does. */
  readonly bucketWidth: number | null
  readonly insideBucket: boolean | null
}

/** Absolute errors of a quantile over the moving window. Null where no window could be judged. */
export interface MovingError {
  readonly quantile: number
  /** Windows of the whole range, with a finite exact quantile and at least one observation above it. */
  readonly evaluations: number
  /** Windows left out: at the ends of the record shorter than the range, or with too few observations for the quantile. */
  readonly tooFew: number
  /** Windows whose quantile fell above the highest bound: the estimate stands still there. */
  readonly aboveHighestBound: number
  readonly medianError: number | null
  readonly worstError: number | null
  readonly medianRelativeError: number | null
  readonly worstRelativeError: number | null
  /** Where the relative error was worst. */
  readonly worst: { readonly atSeconds: number; readonly exact: number; readonly estimate: number } | null
}

/** Evaluations at which the estimate was on the other side of a threshold than the exact quantile. */
export interface WrongVerdicts extends QuantileThreshold {
  /** Those with data. */
  readonly evaluations: number
  /** Exact above the threshold, estimate not. */
  readonly misses: number
  /** Estimate above the threshold, exact not. */
  readonly falseAlarms: number
}

export interface Firing {
  readonly fromSeconds: number
  /** Null where it was still firing at the end of the record. */
  readonly toSeconds: number | null
}

/** What a rule did, evaluation by evaluation. */
export interface AlertReplay {
  readonly transitions: readonly AlertTransition[]
  readonly firings: readonly Firing[]
  readonly firesAt: number | null
  readonly resolvesAt: number | null
}

/** The same rule on a layout's estimates, against the rule on exact quantiles. */
export interface AlertOutcome extends AlertReplay {
  /** Exact firings during which the layout's alert never fired. */
  readonly misses: number
  /** Firings that overlap none on exact quantiles. */
  readonly falseAlarms: number
  /** Start of the first firing that both had: layout − exact. */
  readonly delaySeconds: number | null
  /** End of that firing: layout − exact; null where either did not resolve. */
  readonly resolutionDelaySeconds: number | null
}

export type LayoutFindingKind =
  | 'above-highest-bound'
  | 'alert-cannot-fire'
  | 'alert-differs'
  | 'ambiguous'
  | 'interpolation'
  | 'small-sample'
  | 'threshold-is-bound'
  | 'threshold-not-bound'
  | 'unused-bounds'
  | 'wrong-verdicts'

export interface LayoutFinding {
  readonly kind: LayoutFindingKind
  /** A problem misleads somebody; a note is good to know. */
  readonly severity: 'problem' | 'note'
  readonly sentence: string
}

/** One record replayed through layouts × ranges × `for`. */
export interface RuleMatrix extends QuantileThreshold {
  readonly incidents: readonly Incident[]
  readonly rows: readonly RuleMatrixRow[]
}

export interface RuleMatrixRow {
  /** `exact` for the rule on exact quantiles. */
  readonly layout: string
  readonly rangeSeconds: number
  readonly forSeconds: number
  /** From each incident's start to the alert firing; null where it did not. */
  readonly detectionSeconds: readonly (number | null)[]
  /** The slowest of the detections; null where there was none. */
  readonly worstDetectionSeconds: number | null
  readonly misses: number
  readonly falseAlarms: number
}

export interface LayoutRecommendation {
  /** The most bounds allowed. */
  readonly budget: number
  readonly quantiles: readonly number[]
  readonly rangeSeconds: number
  /** How much more than the least worst error was allowed, relative, for narrower buckets; null for no limit. */
  readonly tolerance: number | null
  /** How many standard errors below and above each asked quantile the errors cover. */
  readonly standardErrors: number
  /** How many times slower than recorded the worst windows may get and are covered; 1 for none of it. */
  readonly growth: number
  readonly chosen: RecommendedBounds
  /** Bounds that had to be in, and why. */
  readonly forced: readonly { readonly bound: number; readonly reason: string }[]
  /** The best for each budget: error against cost. Budgets that cannot hold the forced bounds are left out. */
  readonly curve: readonly RecommendedBounds[]
  readonly crossValidation: CrossValidation | null
  /** Why there is none, or what it says. */
  readonly crossValidationNote: string
}

export interface RecommendedBounds {
  readonly budget: number
  readonly bounds: readonly number[]
  readonly series: number
  /** The least worst error that any bounds of this budget have. */
  readonly leastWorstError: number
  /** Of these bounds. Errors are relative, over all windows, of the asked quantiles and their neighbours. */
  readonly worstError: number
  readonly meanError: number
  /** The worst that any data with these quantiles in these buckets could have shown. */
  readonly guaranteedError: number
}

/** Bounds chosen on every other block of windows, judged on the blocks between. Relative errors. */
export interface CrossValidation {
  readonly rangeSeconds: number
  readonly blockSeconds: number
  readonly folds: readonly CrossValidationFold[]
  /** The worst of the folds. */
  readonly chosenOnWorstError: number
  readonly judgedOnWorstError: number
}

export interface CrossValidationFold {
  readonly bounds: readonly number[]
  readonly chosenOnWindows: number
  readonly chosenOnWorstError: number
  readonly judgedOnWindows: number
  readonly judgedOnWorstError: number
}

/** Estimate against the exact distribution function, bucket by bucket. Shares from 0 to 1. */
export interface LayoutDistribution {
  readonly layout: string
  readonly buckets: readonly DistributionBucket[]
  /** The exact distribution function as steps: the share at or below each latency. Thinned. */
  readonly exact: readonly { readonly seconds: number; readonly share: number }[]
}

export interface DistributionBucket {
  readonly lower: number
  readonly upper: number | '+Inf'
  readonly count: number
  /** Share of observations at or below the upper bound. */
  readonly cumulativeShare: number
  /** The furthest the drawn function is from the exact one inside the bucket. */
  readonly widestGap: number
}

/** Where a comparison's observations are from. */
export type ObservationSource =
  /** What the service's own record holds: what its histograms observed. */
  | 'server'
  /** Response times of the client: network and queueing are in them. */
  | 'client'
  /** A log that somebody else wrote. */
  | 'log'
  /** The scraped buckets of a histogram: unsure by a whole bucket. */
  | 'scrapes'

/** What one layout costs the service that observes it, measured in the process that compared. */
export interface ObserveCost {
  readonly layout: string
  /** Of one `observe` of prom-client, the least of several rounds; null for a native histogram, which it has not. */
  readonly observeSeconds: number | null
}

/** The whole study of one record, but for the compared layouts, which stand beside it in `layouts`. */
export interface LayoutAnalysisReport {
  readonly comparison: Omit<LayoutComparison, 'layouts'>
  readonly witness: ObservationSource
  /** What the observations are, in words. */
  readonly observed: string
  /** The layout that the service publishes now; null where that is not known. */
  readonly current: string | null
  /** Null where none can be made; `recommendationNote` says why. */
  readonly recommendation: LayoutRecommendation | null
  readonly recommendationNote: string | null
  /** The recommended bounds, ready to paste; null without a recommendation. */
  readonly code: LayoutCode | null
  /** Null where neither a rule nor an objective names a threshold. */
  readonly matrix: RuleMatrix | null
  /** Of the classic layouts and the native ones, in the order of `layouts`. */
  readonly distributions: readonly LayoutBuckets[]
  /** The exact distribution function as steps: the share at or below each latency. Thinned. */
  readonly exactDistribution: LayoutDistribution['exact']
  readonly observeCosts: readonly ObserveCost[]
}

/** One layout's side of a distribution. */
export type LayoutBuckets = Omit<LayoutDistribution, 'exact'>

/** What a report holds where layouts were compared; `layouts.json` holds it alone. */
export interface LayoutsReport {
  /** Best first. */
  readonly layouts: readonly ComparedLayout[]
  readonly layoutStudy: LayoutAnalysisReport
}
