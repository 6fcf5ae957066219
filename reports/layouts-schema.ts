// The published form of `layouts[]` and `layoutStudy`: what a report says of bucket layouts. The same shape as
// core/report/layout-comparison.ts, which report-schema.ts makes the compiler prove.

import { z } from 'zod'

const count = z.number().nonnegative()
const numberOrNull = z.number().nullable()
const share = z.number().min(0).max(1)
const upperBound = z.union([z.number(), z.literal('+Inf')])
const threshold = { quantile: share, thresholdSeconds: z.number() }

const transition = z.object({
  at: z.number().describe('Seconds of the run.'),
  state: z.enum(['inactive', 'pending', 'firing']),
  value: numberOrNull,
})

const replay = z.object({
  transitions: z.array(transition),
  firings: z.array(z.object({ fromSeconds: z.number(), toSeconds: numberOrNull })),
  firesAt: numberOrNull,
  resolvesAt: numberOrNull,
})

const outcome = replay.extend({
  misses: count.describe("Exact firings during which the layout's alert never fired."),
  falseAlarms: count.describe('Firings that overlap none on exact quantiles.'),
  delaySeconds: numberOrNull,
  resolutionDelaySeconds: numberOrNull,
})

const layoutQuantile = z.object({
  quantile: share,
  exact: numberOrNull,
  exactInterval: z
    .object({ lower: numberOrNull, upper: numberOrNull })
    .nullable()
    .describe('95% confidence; an end is null where it is unbounded.'),
  estimate: numberOrNull,
  estimateIfLow: numberOrNull.describe('If every ambiguous observation lay at the low end of its cell.'),
  error: numberOrNull.describe('estimate - exact'),
  relativeError: numberOrNull,
  bucket: z.object({ lower: z.number(), upper: upperBound }).nullable(),
  bucketWidth: numberOrNull.describe('Bounds the error whatever the data; null in the bucket to +Inf.'),
  insideBucket: z.boolean().nullable(),
})

const stretch = z
  .object({
    name: z.string().nullable().describe('A phase, or null for the whole run.'),
    count,
    quantiles: z.array(layoutQuantile),
  })
  .meta({ id: 'layoutStretch' })

const movingError = z
  .object({
    quantile: share,
    evaluations: count,
    tooFew: count.describe('Windows left out: shorter than the range, or with too few observations.'),
    aboveHighestBound: count,
    medianError: numberOrNull,
    worstError: numberOrNull,
    medianRelativeError: numberOrNull,
    worstRelativeError: numberOrNull,
    worst: z.object({ atSeconds: z.number(), exact: z.number(), estimate: z.number() }).nullable(),
  })
  .meta({ id: 'layoutMovingError', description: "Absolute errors over the rule's moving window." })

const finding = z.object({
  kind: z.enum([
    'above-highest-bound',
    'alert-cannot-fire',
    'alert-differs',
    'ambiguous',
    'interpolation',
    'small-sample',
    'threshold-is-bound',
    'threshold-not-bound',
    'unused-bounds',
    'wrong-verdicts',
  ]),
  severity: z.enum(['problem', 'note']),
  sentence: z.string(),
})

export const comparedLayout = z.object({
  name: z.string(),
  kind: z.enum(['classic', 'native']),
  schema: numberOrNull,
  bounds: z.array(z.number()).nullable().describe('Null for a native histogram.'),
  series: count.describe('Time series per label set.'),
  expositionBytes: count.describe('Of one label set in one scrape, without HELP and TYPE.'),
  source: z.enum(['live', 'record']).describe("The whole run's counts: by the server itself, or re-bucketed."),
  ambiguousShare: share.describe('Observations that the record cannot place on one side of a bound.'),
  run: stretch,
  phases: z.array(stretch),
  moving: z.array(movingError),
  wrongVerdicts: z.array(
    z.object({
      ...threshold,
      evaluations: count,
      misses: count.describe('Exact above the threshold, estimate not.'),
      falseAlarms: count.describe('Estimate above the threshold, exact not.'),
    }),
  ),
  alert: outcome.nullable(),
  findings: z.array(finding),
})

const rule = z.object({
  ...threshold,
  name: z.string(),
  rangeSeconds: z.number(),
  forSeconds: z.number(),
  keepFiringForSeconds: z.number(),
})

const recommendedBounds = z
  .object({
    budget: count,
    bounds: z.array(z.number()),
    series: count,
    leastWorstError: z.number(),
    worstError: z.number().describe('Relative, over all windows, of the asked quantiles and their neighbours.'),
    meanError: z.number(),
    guaranteedError: z.number().describe('The worst that any data with these quantiles in these buckets could show.'),
  })
  .meta({ id: 'recommendedBounds' })

const crossValidation = z.object({
  rangeSeconds: z.number(),
  blockSeconds: z.number(),
  folds: z.array(
    z.object({
      bounds: z.array(z.number()),
      chosenOnWindows: count,
      chosenOnWorstError: z.number(),
      judgedOnWindows: count,
      judgedOnWorstError: z.number(),
    }),
  ),
  chosenOnWorstError: z.number(),
  judgedOnWorstError: z.number(),
})

const recommendation = z.object({
  budget: count,
  quantiles: z.array(share),
  rangeSeconds: z.number(),
  tolerance: numberOrNull,
  standardErrors: z.number(),
  growth: z.number().default(1),
  chosen: recommendedBounds,
  forced: z.array(z.object({ bound: z.number(), reason: z.string() })),
  curve: z.array(recommendedBounds).describe('The best for each budget: error against cost.'),
  crossValidation: crossValidation.nullable(),
  crossValidationNote: z.string(),
})

const matrix = z.object({
  ...threshold,
  incidents: z.array(z.object({ name: z.string(), startSeconds: z.number(), endSeconds: z.number() })),
  rows: z.array(
    z.object({
      layout: z.string().describe('`exact` for the rule on exact quantiles.'),
      rangeSeconds: z.number(),
      forSeconds: z.number(),
      detectionSeconds: z.array(numberOrNull),
      worstDetectionSeconds: numberOrNull,
      misses: count,
      falseAlarms: count,
    }),
  ),
})

const distribution = z.object({
  layout: z.string(),
  buckets: z.array(
    z.object({
      lower: z.number(),
      upper: upperBound,
      count,
      cumulativeShare: share.describe('At or below the upper bound.'),
      widestGap: z.number().describe('The furthest the drawn function is from the exact one inside the bucket.'),
    }),
  ),
})

export const layoutStudy = z.object({
  comparison: z.object({
    observations: count,
    startSeconds: z.number(),
    endSeconds: z.number(),
    quantiles: z.array(share),
    rangeSeconds: z.number().describe('The moving window.'),
    rule: rule.nullable(),
    recordPrecision: z.number().describe('The most by which the record may read a latency high, relative.'),
    exactAlert: replay.nullable().describe('What the rule would have done on exact quantiles.'),
  }),
  witness: z.enum(['server', 'client', 'log', 'scrapes']),
  observed: z.string(),
  current: z.string().nullable().describe('The layout that the service publishes now.'),
  recommendation: recommendation.nullable(),
  recommendationNote: z.string().nullable().describe('Why there is none, where there is none.'),
  code: z
    .object({ 'prom-client': z.string(), go: z.string(), python: z.string(), java: z.string(), yaml: z.string() })
    .nullable()
    .describe('The recommended bounds, ready to paste.'),
  matrix: matrix.nullable().describe('One record replayed through layouts, ranges and `for`.'),
  distributions: z.array(distribution).describe('Bucket by bucket, in the order of `layouts`.'),
  exactDistribution: z
    .array(z.object({ seconds: z.number(), share }))
    .describe('The exact distribution function as steps; thinned.'),
  observeCosts: z.array(
    z.object({ layout: z.string(), observeSeconds: numberOrNull.describe('Of one observation, in prom-client.') }),
  ),
})
