// Bucket layouts put against the exact latencies of one record, as a report holds them: what each would have shown,
// cost and decided. Seconds everywhere. schema/ defines them and says what each field holds.

import type * as z from 'zod'
import type { Immutable } from '../immutable.ts'
import type * as study from './schema/layout-study-schema.ts'
import type * as layouts from './schema/layouts-schema.ts'
import type { layoutsReport } from './schema/report-schema.ts'
import type * as values from './schema/values.ts'

/** A limit on a quantile, as an SLA or an alert rule judges it: violated while the quantile is above it. */
export interface QuantileThreshold extends Immutable<z.infer<typeof layouts.quantileThreshold>> {}
/** An alert on `histogram_quantile(quantile, rate(…[range])) > threshold`. */
export interface QuantileRule extends Immutable<z.infer<typeof study.quantileRule>> {}
/** A window of time in which the service really was too slow. */
export interface Incident extends Immutable<z.infer<typeof study.incident>> {}

/** A comparison whole: in a report, `layouts` stands beside it. */
export interface LayoutComparison extends Immutable<z.infer<typeof study.layoutComparison>> {
  /** Best first. */
  readonly layouts: readonly ComparedLayout[]
}

export interface ComparedLayout extends Immutable<z.infer<typeof layouts.comparedLayout>> {}
/** The whole run or one phase. */
export interface LayoutWindow extends Immutable<z.infer<typeof layouts.layoutWindow>> {}
export interface LayoutQuantile extends Immutable<z.infer<typeof layouts.layoutQuantile>> {}
/** Absolute errors of a quantile over the moving window. Null where no window could be judged. */
export interface MovingError extends Immutable<z.infer<typeof layouts.movingError>> {}
/** Evaluations at which the estimate was on the other side of a threshold than the exact quantile. */
export interface WrongVerdicts extends Immutable<z.infer<typeof layouts.wrongVerdicts>> {}

export interface Firing extends Immutable<z.infer<typeof layouts.firing>> {}
/** What a rule did, evaluation by evaluation. */
export interface AlertReplay extends Immutable<z.infer<typeof layouts.alertReplay>> {}
/** The same rule on the estimates of a layout, against the rule on exact quantiles. */
export interface AlertOutcome extends Immutable<z.infer<typeof layouts.alertOutcome>> {}

/** Known of a value that buckets do not tell; an upper end of null means that nothing bounds it. */
export interface KnownRange extends Immutable<z.infer<typeof values.knownRange>> {}
/** What buckets tell of a rule: it fired at least then, and at most then. */
export interface KnownFirings extends Immutable<z.infer<typeof layouts.knownFirings>> {}
/** What buckets say of a limit on a quantile over the whole record. */
export interface ThresholdKnown extends Immutable<z.infer<typeof study.thresholdKnown>> {}
/** What is known where the evidence is the buckets of a histogram and nothing else. */
export interface BucketEvidence extends Immutable<z.infer<typeof study.bucketEvidence>> {}

export interface LayoutFinding extends Immutable<z.infer<typeof layouts.layoutFinding>> {}
export type LayoutFindingKind = LayoutFinding['kind']

/** One record replayed through layouts × ranges × `for`. */
export interface RuleMatrix extends Immutable<z.infer<typeof study.ruleMatrix>> {}
export interface RuleMatrixRow extends Immutable<z.infer<typeof study.ruleMatrixRow>> {}

export interface LayoutRecommendation extends Immutable<z.infer<typeof study.layoutRecommendation>> {}
export interface RecommendedBounds extends Immutable<z.infer<typeof study.recommendedBounds>> {}
/** Bounds chosen on every other block of windows, judged on the blocks between. Relative errors. */
export interface CrossValidation extends Immutable<z.infer<typeof study.crossValidation>> {}
export interface CrossValidationFold extends Immutable<z.infer<typeof study.crossValidationFold>> {}

/** Estimate against the exact distribution function, bucket by bucket. Ratios from 0 to 1. */
export interface LayoutDistribution extends LayoutBuckets {
  /** The exact distribution function as steps: the share at or below each latency. Thinned. */
  readonly exact: LayoutAnalysisReport['exactDistribution']
}
/** One layout's side of a distribution. */
export interface LayoutBuckets extends Immutable<z.infer<typeof study.layoutBuckets>> {}
export interface DistributionBucket extends Immutable<z.infer<typeof study.distributionBucket>> {}

/** Where the observations of a comparison are from. */
export type ObservationSource = z.infer<typeof study.observationSource>
/** What one layout costs the service that observes it, measured in the process that compared. */
export interface ObserveCost extends Immutable<z.infer<typeof study.observeCost>> {}

/** The whole analysis of one record, but for the compared layouts, which stand beside it in `layouts`. */
export interface LayoutAnalysisReport extends Immutable<z.infer<typeof study.layoutStudy>> {}

/** What a report holds where layouts were compared; `layouts.json` holds it alone. */
export interface LayoutsReport extends Immutable<z.infer<typeof layoutsReport>> {}
