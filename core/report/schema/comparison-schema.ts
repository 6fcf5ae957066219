// report.json: `baseline` and `repeats`, a run beside an earlier one and beside its repetitions.

import * as z from 'zod'
import { confidenceInterval, count, numberOrNull, quantile, seconds, secondsOrNull, verdict } from './values.ts'

export const runDifference = z.object({
  about: z.enum(['scenario', 'seed', 'environment']),
  what: z.string().describe('As in `load.phases[1].rate` or `cpu count`.'),
  before: z.string(),
  after: z.string(),
  decisive: z
    .literal(true)
    .exactOptional()
    .describe('True where the two runs measured different things because of it, so that nothing is compared.'),
})

export const baselineFinding = z
  .object({
    quantile,
    request: z
      .string()
      .exactOptional()
      .describe('The name of the request that it is of; absent where it is of all of them.'),
    before: secondsOrNull.describe('Null among the requests that never ended.'),
    after: secondsOrNull,
    difference: numberOrNull.describe('(after - before) / before'),
    interval: confidenceInterval,
    finding: verdict
      .nullable()
      .describe('fail is a regression; null: too few requests to judge this quantile, or a decisive difference.'),
    reason: z.string(),
  })
  .describe(
    'One quantile of the response time over all measured phases, of all requests or of one that an objective names; differences as ratios of the baseline.',
  )

export const baseline = z.object({
  folder: z.string().describe("The earlier run's."),
  startedAt: z.iso.datetime(),
  verdict: verdict.describe("The earlier run's own."),
  margin: z
    .number()
    .nonnegative()
    .describe('A regression is called only where the whole interval lies beyond this ratio of the baseline.'),
  differences: z
    .array(runDifference)
    .describe('What else differs between the two runs: the findings may be due to that.'),
  findings: z.array(baselineFinding),
})

export const repeatedRun = z.object({
  startedAt: z.iso.datetime(),
  durationSeconds: seconds,
  seed: z.number(),
  verdict: verdict.describe('What this run alone would have been called.'),
  fit: z.boolean(),
  offered: count,
  completed: count,
  failed: count.describe('Errors, timeouts and unfinished requests.'),
  lost: count.default(0).describe('Of which nothing came because their generator was lost.'),
  p50: secondsOrNull,
  p95: secondsOrNull,
  p99: secondsOrNull,
  generators: z
    .object({
      count: count.describe('Threads, or generators outside the process that led it.'),
      unfit: z
        .array(z.int().positive())
        .describe('The numbers of those that were overloaded, saturated or lost in it.'),
      apartAtMostSeconds: secondsOrNull
        .exactOptional()
        .describe(
          "As generator.clocks has it; null where a clock was never read. Absent of threads, which have the coordinator's.",
        ),
    })
    .exactOptional()
    .describe('How each generator of several fared in it. Absent where one thread was all there was.'),
})

export const runSpread = z.object({
  quantile,
  pooled: secondsOrNull.describe("Over all runs' requests together: never an average of quantiles."),
  lowest: secondsOrNull,
  highest: secondsOrNull,
  variation: numberOrNull.describe(
    'Root mean square distance of the runs from the pooled quantile, relative to it; null if any is unbounded.',
  ),
})

export const repeats = z.object({
  runs: z.array(repeatedRun),
  spread: z.array(runSpread).describe('How far the runs lie apart, a row for each quantile of the response time.'),
})
