// report.json: `layouts`, bucket layouts put against the exact latencies of one record: what each would have shown,
// cost and decided. Seconds everywhere. A number is null where there is none; errors are estimate − exact.
// Where the evidence is buckets, most of this is not known: a number is null then and its range stands beside it.

import * as z from 'zod'
import { alertTransition } from './finding-schema.ts'
import { bucket, confidenceInterval, knownRange, numberOrNull, quantile, ratio } from './values.ts'

/** Counts of a record that was scraped may be fractions, as extrapolation makes them. */
const count = z.number().nonnegative()

/** A limit on a quantile, as an SLA or an alert rule judges it: violated while the quantile is above it. */
export const quantileThreshold = z.object({ quantile, thresholdSeconds: z.number() })

export const firing = z.object({
  fromSeconds: z.number(),
  toSeconds: numberOrNull.describe('Null where it was still firing at the end of the record.'),
})

/** What a rule did, evaluation by evaluation. */
export const alertReplay = z.object({
  transitions: z.array(alertTransition),
  firings: z.array(firing),
  firesAt: numberOrNull,
  resolvesAt: numberOrNull,
})

/** What buckets tell of a rule: it fired at least then, and at most then. */
export const knownFirings = z.object({
  surely: z.array(firing).describe('Fired whatever the latencies were inside their buckets.'),
  possibly: z.array(firing).describe('Would have fired if they had been as slow as their buckets allow.'),
})

/** The same rule on the estimates of a layout, against the rule on exact quantiles. */
export const alertOutcome = alertReplay.extend({
  misses: count.describe("Exact firings during which the layout's alert never fired."),
  falseAlarms: count.describe('Firings that overlap none on exact quantiles.'),
  delaySeconds: numberOrNull.describe('Start of the first firing that both had: layout - exact.'),
  resolutionDelaySeconds: numberOrNull.describe(
    'End of that firing: layout - exact; null where either did not resolve.',
  ),
})

export const layoutQuantile = z.object({
  quantile,
  exact: numberOrNull.describe(
    'Nearest rank; null of nothing, among latencies that never ended, or where `exactRange` is known alone.',
  ),
  exactRange: knownRange.optional().describe('Where the evidence is buckets: the exact quantile lies in it.'),
  exactInterval: confidenceInterval,
  estimate: numberOrNull,
  estimateRange: knownRange
    .optional()
    .describe('Where the evidence is buckets: the estimate lies in it, ends included.'),
  estimateIfLow: numberOrNull.describe('If every ambiguous observation lay at the low end of its cell.'),
  error: numberOrNull.describe('estimate - exact'),
  relativeError: numberOrNull,
  relativeErrorRange: knownRange.optional().describe('Where the evidence is buckets.'),
  bucket,
  bucketWidth: numberOrNull.describe('Bounds the error whatever the data; null in the bucket to +Inf.'),
  insideBucket: z.boolean().nullable(),
})

export const layoutWindow = z
  .object({
    name: z.string().nullable().describe('A phase, or null for the whole run.'),
    count,
    quantiles: z.array(layoutQuantile),
  })
  .meta({ id: 'layoutStretch' })

export const movingError = z
  .object({
    quantile,
    evaluations: count.describe(
      'Windows of the whole range, with a finite exact quantile and at least one observation above it.',
    ),
    tooFew: count.describe('Windows left out: shorter than the range, or with too few observations.'),
    aboveHighestBound: count.describe(
      'Windows whose quantile fell above the highest bound: the estimate stands still there.',
    ),
    medianError: numberOrNull,
    worstError: numberOrNull,
    medianRelativeError: numberOrNull,
    worstRelativeError: numberOrNull,
    medianRelativeErrorRange: knownRange.optional().describe('Where the evidence is buckets.'),
    worstRelativeErrorRange: knownRange.optional().describe('Where the evidence is buckets.'),
    worst: z
      .object({ atSeconds: z.number(), exact: z.number(), estimate: z.number() })
      .nullable()
      .describe('Where the relative error was worst.'),
  })
  .meta({ id: 'layoutMovingError', description: "Absolute errors over the rule's moving window." })

/** Evaluations at which the estimate was on the other side of a threshold than the exact quantile. */
export const wrongVerdicts = quantileThreshold.extend({
  evaluations: count.describe('Those with data.'),
  misses: count.describe('Exact above the threshold, estimate not.'),
  falseAlarms: count.describe('Estimate above the threshold, exact not.'),
  untold: count
    .optional()
    .describe('Where the evidence is buckets: evaluations that may be right or wrong. The others are surely so.'),
})

export const layoutFinding = z.object({
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
  severity: z.enum(['problem', 'note']).describe('A problem misleads somebody; a note is good to know.'),
  sentence: z.string(),
})

export const comparedLayout = z.object({
  name: z.string(),
  kind: z.enum(['classic', 'native']),
  schema: numberOrNull.describe('Of a native histogram; null for a classic layout.'),
  bounds: z
    .array(z.number())
    .nullable()
    .describe('Finite upper bounds; null for a native histogram, which has no fixed ones.'),
  series: count.describe('Time series per label set.'),
  expositionBytes: count.describe(
    'Of one label set in one scrape, without HELP and TYPE: the text format, or protobuf for a native histogram.',
  ),
  source: z.enum(['live', 'record']).describe("The whole run's counts: by the server itself, or re-bucketed."),
  ambiguousShare: ratio.describe('Observations that the record cannot place on one side of a bound.'),
  run: layoutWindow,
  phases: z.array(layoutWindow),
  moving: z.array(movingError),
  wrongVerdicts: z.array(wrongVerdicts),
  alert: alertOutcome.nullable(),
  alertRange: knownFirings
    .extend({
      misses: count.describe('Sure firings on exact quantiles during which this alert surely never fired.'),
      falseAlarms: count.describe('Sure firings that overlap none that is possible on exact quantiles.'),
    })
    .optional()
    .describe('Where the evidence is buckets, and there is a rule. `alert` is null where they do not tell it.'),
  findings: z.array(layoutFinding),
})
