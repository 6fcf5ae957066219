// The one definition of drill.json: what alerts do in simulated months, quiet ones and ones with incidents. Lengths are
// seconds; instants are seconds of a simulated month. reports/drill.schema.json is written from it.

import * as z from 'zod'
import { count, numberOrNull, quantile, ratio, seconds, secondsOrNull, verdict } from '../values.ts'
import { powerCurveSchema, powerInterval } from './power-curve-schema.ts'

export const DRILL_SCHEMA_VERSION = 1

const labels = z.record(z.string(), z.string())
const rate = z.number().nonnegative().describe('Requests per second.')

export const drillSource = z.object({
  kind: z.enum(['assumed', 'scenario', 'run', 'prometheus', 'rules', 'given']),
  place: z
    .string()
    .nullable()
    .describe('The file, folder, URL or alert that it is from; null where it is assumed or given.'),
})

export const drillTraffic = z.object({
  source: drillSource,
  meanRate: rate,
  dayRate: rate.describe('By day: the mean over the busiest third of the hours of a week.'),
  nightRate: rate.describe(
    'By night: the mean over the quietest third of the hours of a week; as by day where traffic is the same at all hours.',
  ),
  hours: z.array(z.number().nonnegative()).describe('Relative rates at 0:00, 1:00 … 23:00 UTC; their mean is 1.'),
  weekdays: z.array(z.number().nonnegative()).describe('Relative rates, Monday first; their mean is 1.'),
})

export const drillSeries = z.object({
  model: count.describe('The place of the model that makes it: 0 where there is one for all alerts.'),
  metric: z.string().describe('Of a histogram without _bucket, _sum and _count.'),
  kind: z.enum(['histogram', 'counter', 'gauge']),
  labels,
  requests: z.string().nullable().describe('Which requests it counts; null for a gauge.'),
  upperBounds: z.array(z.number()).nullable().describe("The finite bounds, in the histogram's own unit."),
  unit: z.string().nullable().describe('`s` or `ms` of a histogram, where it is known.'),
})

export const drillObjective = z.object({
  name: z.string().describe('`errors < 0.1%`, `under 300ms > 99%`.'),
  kind: z.enum(['errors', 'latency']),
  allowedShare: ratio.describe('Of the requests, that may be bad.'),
  boundSeconds: secondsOrNull.describe('A request that takes longer is bad; null where only failures are.'),
  source: drillSource,
})

export const drillMonth = z.object({
  name: z.string().describe('`quiet`, or `incidents`, `incidents 2` and so on.'),
  kind: z.enum(['quiet', 'incidents']),
  seed: z.int(),
  requests: count,
  failed: count,
})

const share = powerInterval
  .nullable()
  .describe(
    'Of the seeds in which nothing fired before it began, exactly (Clopper and Pearson); null where there are none.',
  )

export const drillSpread = z
  .object({
    median: numberOrNull.describe('Of all seeds, those without one last; null where half of them or more have none.'),
    p95: numberOrNull.describe('Null where more than a twentieth of them have none.'),
    min: z.number().describe('Of those that have one.'),
    max: z.number(),
  })
  .meta({ id: 'drillSpread' })

const medianBurn = z.object({
  objective: z.string(),
  share: z
    .number()
    .nonnegative()
    .nullable()
    .describe('Of the error budget of 30 days, until the page: the median of the seeds that have one.'),
})

const overSeeds = z.object({
  seeds: count.describe('In so many it was simulated to its end.'),
  detected: count.describe('In so many of them it fired because of the incident.'),
  paged: count.describe('In so many of them somebody was notified of it.'),
  alreadyFiring: count.describe('In so many of them it fired before the incident began: such a seed tells nothing.'),
  byChance: ratio.describe(
    'How probable so many firings in so long a time are without the incident, from how often it fires in quiet months, were all of that at night; 1 where no quiet month was simulated. Above 0.05 they are no sign of it.',
  ),
  detectedShare: share,
  pagedShare: share,
  firingAfter: drillSpread
    .nullable()
    .describe('Seconds from the beginning of the incident; null where it never fired.'),
  notifiedAfter: drillSpread
    .nullable()
    .describe('Seconds from the beginning of the incident until somebody is notified; null where nobody ever was.'),
  resolvedAfter: drillSpread
    .nullable()
    .describe('Seconds from the end of the incident, over the seeds in which it fired; negative before it.'),
  burnt: z.array(medianBurn),
  flaps: count.describe('How often it fired anew, in all seeds together.'),
  flappingSeeds: count.describe('In so many seeds it did.'),
})

export const drillIncident = z.object({
  name: z.string(),
  sentence: z.string(),
  month: count.describe('The place in `months` of the one that it lies in.'),
  fromSeconds: seconds,
  toSeconds: seconds,
  share: ratio.describe('Of the requests, that its effects concern.'),
  grows: z.boolean().describe('From nothing at its beginning to the whole at its end.'),
  concerns: labels.nullable().describe('The targets and routes that it concerns, by their labels; null for all.'),
  trafficFactor: z.number().nonnegative().describe('What the traffic is multiplied with while it is on.'),
  requests: count.describe('How many came while it was on.'),
  failed: count.describe('How many of them failed.'),
  overSeeds: overSeeds
    .extend({
      alert: z.string().nullable().describe('The alert whose page is most often the first; null without any.'),
    })
    .nullable()
    .describe('What the first of all alerts did, over all seeds; null where one alone was simulated.'),
})

export const drillBurn = z.object({
  objective: z.string(),
  share: z
    .number()
    .nonnegative()
    .nullable()
    .describe('Of the error budget of 30 days; above 1 where more was burnt. Null where the budget is nothing.'),
})

export const drillDetection = z.object({
  incident: z.string(),
  outcome: z
    .enum(['detected', 'missed', 'already-firing'])
    .describe('`already-firing`: it fired as the incident began, so that it is not known whether it would have.'),
  watchedSeconds: seconds.describe(
    'From the beginning of the incident until its trace is gone, another incident begins or the month ends: a firing that begins in this time is taken for one of it.',
  ),
  firingAfterSeconds: secondsOrNull.describe('From the beginning of the incident until it fires.'),
  notifiedAfterSeconds: secondsOrNull.describe(
    "From the beginning of the incident until Alertmanager notifies of it: the group's waiting included. Null where it does not.",
  ),
  byChance: ratio.describe(
    'How probable it is that its page, or its firing where nobody is told, comes so soon after any instant, from how often it fires in quiet months, were all of that at night; 0 where it did not fire, 1 where no quiet month was simulated. Above 0.05 it is no sign of the incident.',
  ),
  burnt: z.array(drillBurn).describe('From the beginning of the incident until the page; its whole if there is none.'),
  resolvedAfterSeconds: z
    .number()
    .nullable()
    .describe(
      'From the end of the incident until it fires no more; negative where that was before. Null where it stays.',
    ),
  flaps: count.describe('How often it fired anew after it had resolved, while the incident was on or its trace seen.'),
})

export const drillEpisode = z.object({
  month: count.describe('The place in `months`.'),
  labels,
  pendingSeconds: seconds.describe('Since when its condition held.'),
  fromSeconds: seconds.describe('The evaluation at which it fired.'),
  toSeconds: secondsOrNull.describe('The evaluation at which it fired no more; null where it fired to the end.'),
  notifiedSeconds: secondsOrNull.describe('When Alertmanager notified of it; null where it did not.'),
})

export const drillQuiet = z.object({
  days: z.number().positive().describe('Of all quiet months of all seeds together.'),
  firings: count.describe('How often it fired, whether somebody was told or not.'),
  pages: count.describe('Instants at which somebody was told of it; many label sets in one message are one page.'),
  pagesPerDay: powerInterval.describe('Exact (Garwood), and wider where pages come several at once.'),
  firingSeconds: seconds,
  alwaysFiring: z.boolean().describe('It fired from the first evaluation to the last, as a watchdog does.'),
  flaps: count.describe('How often it fired anew within an hour after it had resolved.'),
})

export const drilledAlert = z.object({
  alert: z.string(),
  severity: z.string().nullable(),
  file: z.string(),
  line: count,
  group: z.string(),
  expression: z.string(),
  forSeconds: seconds,
  keepFiringForSeconds: seconds,
  labels,
  looksBackSeconds: seconds.describe('How far back it reads, through the rules that record what it reads.'),
  outcome: z
    .enum(['evaluated', 'not-simulated'])
    .describe('`not-simulated`: it reads what the simulation does not make, or PromQL that is not evaluated here.'),
  model: count
    .nullable()
    .describe(
      'The place of the model that it is simulated with, 0 where there is one for all alerts; null where it is not simulated. Alerts of different models share no requests.',
    ),
  problem: z.string().nullable().describe('Why it is not simulated; null where it is.'),
  toldAtTimes: z
    .boolean()
    .describe(
      'Whether a route that takes it is mute or active at times of its own: these are not simulated, so that its pages are not sure.',
    ),
  noReceiver: z
    .literal(true)
    .optional()
    .describe(
      'No route that takes it leads to a receiver that tells anybody, so that it pages nobody whatever it does. Absent where one does.',
    ),
  dependsOnScrapes: z
    .string()
    .optional()
    .describe(
      'Why what it does depends on how long after a scrape it is evaluated, where one draw of that was simulated: what it did proves nothing. Absent where it does not, and of several seeds.',
    ),
  failures: z.array(z.object({ message: z.string(), evaluations: count })).describe('In all that was simulated.'),
  cannotHold: z
    .string()
    .optional()
    .describe(
      'Why the condition could not have held at any evaluation of all that was simulated, although there are the series that it reads: its silence proves nothing. Absent where it could.',
    ),
  quiet: drillQuiet.nullable().describe('Null where it is not simulated, or no quiet month was.'),
  detections: z
    .array(drillDetection)
    .describe('One for each incident that was simulated; of several seeds, those of the first.'),
  overSeeds: z
    .array(overSeeds.extend({ incident: z.string() }))
    .nullable()
    .describe(
      'One for each incident: what it did in all seeds that were simulated to their end; null where one alone was.',
    ),
  episodes: z.array(drillEpisode).describe('Of several seeds, those of the first.'),
})

export const DRILL_DOUBTS = [
  'not-simulated',
  'cannot-hold',
  'already-firing',
  'failed',
  'interval',
  'interrupted',
  'by-chance',
  'mute-times',
  'scrape-phase',
  'other-incident',
  'too-short',
  'no-objective',
  'no-requests',
] as const

export const expectationOverSeeds = z.object({
  seeds: count,
  held: count.describe('In so many of them it held; of what is never to happen, so many did not have it.'),
  cannotTell: count.describe('Of so many it cannot be told.'),
  requiredShare: ratio.describe(
    'In which share of all seeds it has to hold: --power, or 1 of what is never to happen.',
  ),
  share: powerInterval.nullable(),
  enoughSeeds: count.nullable().describe('So many would tell if it went on so; null where it is told, or none would.'),
  exampleSeed: z
    .int()
    .nullable()
    .describe('The first in which it did not hold, to look at with --seed; null without one.'),
})

export const drillExpectation = z.object({
  expectation: z.string().describe('As it was given.'),
  finding: verdict.describe('`pass` is met, `fail` is not met, `inconclusive` is cannot be told.'),
  doubts: z.array(z.enum(DRILL_DOUBTS)).describe('Why it cannot be told; empty where it is.'),
  alerts: z.array(z.string()).describe('The alerts that it is about.'),
  incident: z.string().nullable().describe('Null for a quiet month.'),
  reason: z.string(),
  overSeeds: expectationOverSeeds
    .nullable()
    .describe('How often it held; null where one seed alone was simulated, and for a quiet month.'),
})

export const drillSeeds = z.object({
  first: z.int(),
  asked: count,
  done: count.describe('Simulated to their end; less than `asked` only where it was stopped.'),
  quietMonths: count.describe('In all of these together.'),
  incidentMonths: count,
  requests: count,
  failed: count,
})

export const drillReportSchema = z
  .object({
    schemaVersion: z.literal(DRILL_SCHEMA_VERSION),
    verdict: verdict
      .nullable()
      .describe('Of the rules under the model: the worst of the expectations; null where there are none.'),
    headline: z.string(),
    reasons: z.array(z.string()).describe('Sentences, worst first.'),
    run: z.object({
      startedAt: z.iso.datetime(),
      durationSeconds: seconds,
      interrupted: z.boolean().describe('Stopped before all months were simulated.'),
      harnessVersion: z.string(),
      seed: z.int().describe('The first of several.'),
    }),
    seeds: drillSeeds.nullable().describe('Null where one seed alone was asked for.'),
    rules: z.array(z.string()).describe('The rule files, as given.'),
    days: z.number().positive().describe('The length of every month.'),
    startsAt: z.iso.datetime().describe('Second 0 of every month, a Monday.'),
    scrapeIntervalSeconds: seconds,
    evaluationSeconds: seconds.describe('Of groups without an interval of their own.'),
    traffic: drillTraffic,
    latency: z.object({
      source: drillSource,
      sentence: z.string(),
      quantiles: z.array(z.object({ quantile, seconds })),
    }),
    series: z.array(drillSeries).describe('What the simulation makes.'),
    seriesBegin: z
      .enum(['with-first-count', 'at-zero'])
      .describe(
        'When a series exists that has labels of its requests: `with-first-count`, from the first request on that it counts; `at-zero`, from the start of its process.',
      ),
    assumptions: z.array(z.string()).describe('What the model takes for granted.'),
    objectives: z.array(drillObjective).describe('Whose budgets are counted.'),
    notifications: z.object({
      source: drillSource,
      groupBy: z.array(z.string()).describe('Of the root route.'),
      groupWaitSeconds: seconds,
      groupIntervalSeconds: seconds,
      repeatIntervalSeconds: seconds,
      routes: count.describe('How many routes there are, the root included.'),
    }),
    months: z.array(drillMonth).describe('Of several seeds, those of the first.'),
    incidents: z.array(drillIncident),
    alerts: z.array(drilledAlert),
    powerCurve: powerCurveSchema.nullable().describe('Null where it was not asked for.'),
    expectations: z.array(drillExpectation),
    notes: z.array(z.string()).describe('What is to be known of the rules, the incidents and the simulated time.'),
  })
  .meta({
    title: 'Drill of alerting rules by the SLA harness',
    description:
      'What alerts do in simulated months. It says nothing about a service: it is about the rules, under the model.',
  })

/** The schema as JSON Schema 2020-12. */
export function drillJsonSchema(): Record<string, unknown> {
  // As input: what the schema says nothing about is allowed, so that keys may be added later.
  return z.toJSONSchema(drillReportSchema, { target: 'draft-2020-12', io: 'input' })
}
