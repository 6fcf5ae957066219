// report.json: `layoutStudy`, what belongs to all compared layouts of one record, and the recommendation drawn from it.
// Seconds everywhere; ratios from 0 to 1. A number is null where there is none.

import * as z from 'zod'
import type { LayoutCode } from '../../histogram/layout-code.ts'
import { alertReplay, knownFirings, quantileThreshold } from './layouts-schema.ts'
import { knownRange, numberOrNull, quantile, ratio, upperBound } from './values.ts'

const count = z.number().nonnegative()

/** An alert on `histogram_quantile(quantile, rate(…[range])) > threshold`. */
export const quantileRule = quantileThreshold.extend({
  name: z.string(),
  rangeSeconds: z.number(),
  forSeconds: z.number(),
  keepFiringForSeconds: z.number(),
})

export const recommendedBounds = z
  .object({
    budget: count,
    bounds: z.array(z.number()),
    series: count,
    leastWorstError: z.number().describe('The least worst error that any bounds of this budget have.'),
    worstError: z
      .number()
      .describe('Of these bounds. Relative, over all windows, of the requested quantiles and their neighbours.'),
    meanError: z.number(),
    guaranteedError: z.number().describe('The worst that any data with these quantiles in these buckets could show.'),
  })
  .meta({ id: 'recommendedBounds' })

export const crossValidationFold = z.object({
  bounds: z.array(z.number()),
  chosenOnWindows: count,
  chosenOnWorstError: z.number(),
  judgedOnWindows: count,
  judgedOnWorstError: z.number(),
})

/** Bounds chosen on every other block of windows, judged on the blocks between. Relative errors. */
export const crossValidation = z.object({
  rangeSeconds: z.number(),
  blockSeconds: z.number(),
  folds: z.array(crossValidationFold),
  chosenOnWorstError: z.number().describe('The worst of the folds.'),
  judgedOnWorstError: z.number(),
})

export const layoutRecommendation = z.object({
  budget: count.describe('The most bounds allowed.'),
  quantiles: z.array(quantile),
  rangeSeconds: z.number(),
  tolerance: numberOrNull.describe(
    'How much more than the least worst error was allowed, relative, for narrower buckets; null for no limit.',
  ),
  standardErrors: z
    .number()
    .describe('How many standard errors below and above each requested quantile the errors cover.'),
  growth: z
    .number()
    .default(1)
    .describe('How many times slower than recorded the worst windows may get and are covered; 1 for no slower.'),
  chosen: recommendedBounds,
  forced: z.array(z.object({ bound: z.number(), reason: z.string() })).describe('Bounds that had to be in, and why.'),
  curve: z
    .array(recommendedBounds)
    .describe('The best for each budget: error against cost. Budgets that cannot hold the forced bounds are left out.'),
  crossValidation: crossValidation.nullable(),
  crossValidationNote: z.string().describe('Why there is none, or what it says.'),
})

/** A window of time in which the service really was too slow. */
export const incident = z.object({ name: z.string(), startSeconds: z.number(), endSeconds: z.number() })

export const ruleMatrixRow = z.object({
  layout: z.string().describe('`exact` for the rule on exact quantiles.'),
  rangeSeconds: z.number(),
  forSeconds: z.number(),
  detectionSeconds: z
    .array(numberOrNull)
    .describe("From each incident's start to the alert firing; null where it did not."),
  worstDetectionSeconds: numberOrNull.describe('The slowest of the detections; null where there was none.'),
  misses: count,
  falseAlarms: count,
  isUntold: z
    .boolean()
    .optional()
    .describe(
      'True where the evidence is buckets, and they do not tell what the rule did; the counts say nothing then.',
    ),
})

/** One record replayed through layouts × ranges × `for`. */
export const ruleMatrix = quantileThreshold.extend({
  incidents: z.array(incident),
  rows: z.array(ruleMatrixRow),
})

export const distributionBucket = z.object({
  lower: z.number(),
  upper: upperBound,
  count,
  cumulativeShare: ratio.describe('At or below the upper bound.'),
  widestGap: z.number().describe('The furthest the drawn function is from the exact one inside the bucket.'),
})

/** One layout's side of a distribution: its estimate of the distribution function, bucket by bucket. */
export const layoutBuckets = z.object({ layout: z.string(), buckets: z.array(distributionBucket) })

/** What one record was compared with all layouts on. */
export const layoutComparison = z.object({
  observations: count,
  startSeconds: z.number(),
  endSeconds: z.number(),
  quantiles: z.array(quantile),
  rangeSeconds: z.number().describe('The moving window.'),
  rule: quantileRule.nullable(),
  recordPrecision: z.number().describe('The most by which the record may read a latency high, relative.'),
  exactAlert: alertReplay.nullable().describe('What the rule would have done on exact quantiles.'),
  exactAlertRange: knownFirings
    .optional()
    .describe('Where the evidence is buckets, and there is a rule. `exactAlert` is null where they do not tell it.'),
})

/** What buckets say of a limit on a quantile over the whole record. */
export const thresholdKnown = quantileThreshold.extend({
  finding: z.enum(['above', 'notAbove', 'untold']).describe('Whether the quantile was above the threshold.'),
  range: knownRange.describe('Where the quantile lies.'),
})

/** What is known where the evidence is the buckets of a histogram and nothing else. */
export const bucketEvidence = z.object({
  buckets: z
    .array(z.object({ lower: z.number(), upper: upperBound, count, cumulativeShare: ratio }))
    .describe('What the histogram counted.'),
  mean: numberOrNull.describe('Of all observations, from the `_sum`; null where there is none.'),
  sum: z
    .enum(['used', 'missing', 'contradicts'])
    .describe(
      'Whether `_sum` could narrow the ranges; `contradicts` means that no latencies in these buckets have it.',
    ),
  thresholds: z.array(thresholdKnown).describe('In the order of what is judged.'),
  unrankedBecause: z
    .string()
    .nullable()
    .describe('Why `layouts` stand in no order of merit; null where the ranges tell the order, best first.'),
  matrixUntoldBecause: z.string().nullable().describe('Why there is no `matrix` although a threshold is judged.'),
})

/** What one layout costs the service that observes it, measured in the process that compared. */
export const observeCost = z.object({
  layout: z.string(),
  observeSeconds: numberOrNull.describe(
    'Of one observation in prom-client, the least of several rounds; null for a native histogram, which it has not.',
  ),
})

/**
 * Where the observations are from. `server`: the service's own record of what its histograms observed; `client`:
 * response times of the client, with network and queueing in them; `log`: a log that somebody else wrote; `scrapes`: the
 * scraped buckets of a histogram, which tell in which bucket a latency lay and not where in it.
 */
export const observationSource = z.enum(['server', 'client', 'log', 'scrapes'])

const layoutCode = z.object({
  'prom-client': z.string(),
  go: z.string(),
  python: z.string(),
  java: z.string(),
  yaml: z.string(),
}) satisfies z.ZodType<LayoutCode>

export const layoutStudy = z.object({
  comparison: layoutComparison,
  witness: observationSource,
  bucketEvidence: bucketEvidence.optional().describe('Where the evidence is scraped buckets, and nothing else.'),
  observed: z.string().describe('What the observations are, in words.'),
  current: z.string().nullable().describe('The layout that the service publishes now; null where that is not known.'),
  recommendation: layoutRecommendation.nullable().describe('Null where none can be made.'),
  recommendationNote: z.string().nullable().describe('Why there is none, where there is none.'),
  code: layoutCode.nullable().describe('The recommended bounds, ready to paste; null without a recommendation.'),
  matrix: ruleMatrix.nullable().describe('One record replayed through layouts, ranges and `for`.'),
  distributions: z.array(layoutBuckets).describe('Bucket by bucket, in the order of `layouts`.'),
  exactDistribution: z
    .array(z.object({ seconds: z.number(), share: ratio }))
    .describe('The exact distribution function as steps; thinned.'),
  observeCosts: z.array(observeCost),
})
