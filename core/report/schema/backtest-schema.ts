// The one definition of backtest.json: what alerts would have done on recorded data. Lengths are seconds, instants
// RFC 3339 in UTC. reports/backtest.schema.json is written from it.

import * as z from 'zod'
import { count, numberOrNull, quantile, seconds, verdict } from './values.ts'

export const BACKTEST_SCHEMA_VERSION = 1

const instant = z.iso.datetime().describe('RFC 3339, UTC.')
const labels = z.record(z.string(), z.string())

export const backtestSpan = z.object({ from: instant, to: instant })

export const backtestEpisode = z
  .object({
    labels,
    start: instant.describe('The first evaluation at which it fired.'),
    end: instant
      .nullable()
      .describe(
        'The first evaluation at which it no longer fired; null where it still fired before the end, or a gap.',
      ),
    lastFiring: instant.describe('The last evaluation at which it fired.'),
    startedBefore: z
      .boolean()
      .describe('It fired at the first evaluation, or at the first one after a gap: its start is not known.'),
    activeSince: instant.describe('Since when its condition held, where that is known.'),
    durationSeconds: seconds.describe('As far as it is known.'),
    peak: z
      .object({ drawn: numberOrNull, low: numberOrNull, high: numberOrNull })
      .nullable()
      .describe(
        "The worst value of the rule's expression: as drawn, and between which values it lies; null for what is no number or not bounded.",
      ),
  })
  .meta({ id: 'backtestEpisode' })

export const backtestHistory = z.object({
  fired: count.describe('How many episodes there are, one for each firing of a label set: a page each.'),
  firingSeconds: seconds.describe('The time in which at least one of them fired.'),
  episodes: z.array(backtestEpisode),
})

export const backtestHistories = z.object({
  surely: backtestHistory.describe('Whatever the values inside their buckets were.'),
  drawn: backtestHistory.describe("As Prometheus' interpolation draws them: what it would have sent."),
  could: backtestHistory.describe('For some values inside the buckets.'),
})

export const backtestDay = z.object({
  day: z.iso.date().describe('In UTC.'),
  surely: count,
  drawn: count,
  could: count,
  firingSeconds: seconds.describe('As drawn.'),
  notKnownSeconds: seconds,
})

export const layoutJudgement = z.object({
  metric: z.string().nullable(),
  quantile,
  operator: z.string(),
  threshold: z.number().describe("In the histogram's own unit."),
  role: z
    .enum(['whole', 'required', 'sufficient', 'partial'])
    .describe(
      'What the comparison is to the alert: it holds exactly where the comparison does, only there, also there, or a mixture.',
    ),
  bounds: z.array(z.number()).describe('The finite upper bounds that the data had.'),
  kind: z
    .enum(['decides', 'inside-a-bucket', 'above-the-bounds', 'no-buckets'])
    .describe('Whether the threshold is a bound; if not, which evaluations the buckets leave open.'),
  bucket: z
    .object({ lower: z.number(), upper: numberOrNull })
    .nullable()
    .describe('The bucket that the threshold lies in; null where it is a bound. `upper` is null for +Inf.'),
  undecidedSeconds: seconds.describe('The time in which the alert could have fired, but not surely.'),
  undecidedEpisodes: count.describe('Episodes of `could` without a moment of `surely`.'),
  boundToAdd: numberOrNull.describe('The bound by which they would have been told apart; null where there is none.'),
})

export const backtestedAlert = z.object({
  alert: z.string(),
  file: z.string(),
  line: count,
  group: z.string(),
  expression: z.string(),
  forSeconds: seconds,
  keepFiringForSeconds: seconds,
  labels,
  evaluationSeconds: seconds,
  evaluations: count,
  outcome: z
    .enum(['evaluated', 'not-evaluated', 'no-data'])
    .describe(
      '`not-evaluated`: its PromQL is not evaluated here. `no-data`: a selector matched no series in the whole time.',
    ),
  problem: z
    .string()
    .nullable()
    .describe('What is not evaluated and where, which selectors matched nothing, or that no instant was evaluated.'),
  failures: z
    .array(z.object({ message: z.string(), evaluations: count, first: instant }))
    .describe('Why evaluations failed, as they would in Prometheus.'),
  notFollowed: z
    .array(z.object({ expression: z.string(), reason: z.string() }))
    .describe('Through what the interval of a quantile cannot be followed: there nothing is sure, and all could be.'),
  missing: z
    .array(z.string())
    .describe('Selectors that matched no series in the whole time, without which the condition still says something.'),
  missingSides: z
    .array(z.string())
    .describe('Of these, a side of an `or`: what the alert may have fired on is not seen.'),
  cannotHold: z
    .string()
    .optional()
    .describe(
      'Why the condition could not have held at any evaluation, although there are the series that it reads: its silence proves nothing. Absent where it could.',
    ),
  notVaried: z
    .string()
    .nullable()
    .describe('Why the variant left this alert as it is written; null where it is what the variant says.'),
  histories: backtestHistories,
  timesFired: z
    .object({ fewest: count, most: count })
    .describe(
      'Between which counts the number of firings lies: one long firing that is not sure may have been several.',
    ),
  notKnown: z.array(backtestSpan).describe('Where data is missing that the expression reads: no silence.'),
  notKnownSeconds: seconds,
  withoutData: z
    .array(backtestSpan)
    .describe('Evaluations at which a series that the condition needs had no sample: its silence proves nothing.'),
  withoutDataSeconds: seconds,
  days: z.array(backtestDay).describe('Pages by the day on which they started.'),
  layout: z.array(layoutJudgement),
})

export const backtestVariant = z.object({
  name: z.string().describe('`as written`, the flags that change it, or the file of the proposed rules.'),
  kind: z.enum(['as-written', 'varied', 'proposed']),
  alerts: z.array(backtestedAlert),
})

const sideOfChange = z
  .object({
    surely: count,
    drawn: count,
    could: count,
    firingSeconds: seconds.describe('As drawn.'),
    isEvaluated: z.boolean().describe('False where no rule of that name was evaluated: its counts say nothing.'),
    isKnown: z
      .boolean()
      .describe('False where it was not evaluated, had no data, its series began later, or data is missing.'),
    problem: z
      .string()
      .nullable()
      .describe(
        'Why its silence says nothing: what is not evaluated, or which selectors matched nothing; null if it does.',
      ),
  })
  .nullable()

export const movedPage = z.object({
  labels,
  before: instant,
  after: instant,
  earlierSeconds: z.number().describe('By how much the page comes earlier; negative for later.'),
  endsEarlierSeconds: numberOrNull.describe('Null where one of them still fired at the end.'),
})

export const changedAlert = z.object({
  alert: z.string(),
  before: sideOfChange.describe('Null where the rules as written have no such alert.'),
  after: sideOfChange.describe('Null where the proposed rules have no such alert.'),
  newPages: z
    .array(backtestEpisode)
    .describe("Drawn by the proposed rule alone, where today's is known to have been silent."),
  gonePages: z
    .array(backtestEpisode)
    .describe("Drawn by today's rule alone, where the proposed one is known to have been silent."),
  movedPages: z.array(movedPage).describe('Drawn by both, at another time.'),
  samePages: count,
  unknownPages: count.describe('Pages that cannot be compared, because nothing is known of the other rule there.'),
})

export const EXPECTATION_DOUBTS = [
  'histories-disagree',
  'not-known',
  'not-recorded',
  'without-data',
  'no-data',
  'cannot-hold',
  'failed',
  'not-evaluated',
  'interrupted',
  'shorter-than-asked',
] as const

export const judgedExpectation = z.object({
  expectation: z.string().describe('As it was given.'),
  alert: z.string(),
  variant: z.string().describe('The variant that was judged.'),
  finding: verdict.describe('`pass` is met, `fail` is not met, `inconclusive` is cannot be told.'),
  doubts: z.array(z.enum(EXPECTATION_DOUBTS)).describe('Why it cannot be told; empty where it is.'),
  fewest: count.describe('It surely fired so many times.'),
  drawn: count,
  most: count.describe('It fired at most so many times in what is known.'),
  reason: z.string(),
})

export const backtestReportSchema = z
  .object({
    schemaVersion: z.literal(BACKTEST_SCHEMA_VERSION),
    verdict: verdict
      .nullable()
      .describe('The worst of the expectations; null where there are none and something was back-tested.'),
    headline: z.string(),
    reasons: z.array(z.string()).describe('Sentences, worst first.'),
    run: z.object({
      startedAt: instant,
      durationSeconds: seconds,
      interrupted: z.boolean().describe('Stopped before everything was read.'),
      harnessVersion: z.string(),
    }),
    rules: z.array(z.string()).describe('The rule files, as given.'),
    proposed: z.string().nullable(),
    source: z.object({
      kind: z.enum(['prometheus', 'openMetrics', 'run']),
      place: z.string(),
      prometheusVersion: z.string().nullable(),
      dialect: z.string().describe('The version of Prometheus by whose PromQL the rules were evaluated.'),
    }),
    from: instant,
    to: instant,
    recorded: backtestSpan
      .nullable()
      .describe('From the first sample that the rules read to the last one; null for none.'),
    seriesCount: count,
    sampleCount: count,
    gaps: z
      .array(backtestSpan.extend({ selector: z.string(), reason: z.string() }))
      .describe('What could not be read, and why.'),
    notes: z.array(z.string()).describe('What is to be known of the record and of the variants.'),
    variants: z.array(backtestVariant).describe('The rules as written first.'),
    changes: z.array(changedAlert).nullable().describe('From the rules as written to the proposed ones.'),
    expectations: z.array(judgedExpectation),
  })
  .meta({
    title: 'Back-test of alerting rules by the SLA harness',
    description: 'Lengths are seconds. A quantile from buckets is an interval: some firings are sure, some are not.',
  })

/** The schema as JSON Schema 2020-12. */
export function backtestJsonSchema(): Record<string, unknown> {
  // As input: what the schema says nothing about is allowed, so that keys may be added later.
  return z.toJSONSchema(backtestReportSchema, { target: 'draft-2020-12', io: 'input' })
}
