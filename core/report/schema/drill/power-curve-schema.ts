// The definition of the power curve of a drill: how probable it is that alerts page for an incident of so many requests, so
// slow, for so long, and how often they page for nothing. All of it is counted in simulated trials, so that every
// probability is an interval; what too few trials leave open is said to be undecided.

import * as z from 'zod'
import { count, numberOrNull, ratio, seconds, secondsOrNull, verdict } from '../values.ts'

export const TRAFFIC_TIMES = ['day', 'night'] as const

/** What trials say of a question about a probability. */
export const POWER_FINDINGS = ['found', 'missed', 'undecided'] as const

const trafficTime = z
  .enum(TRAFFIC_TIMES)
  .describe('`day`: the busiest third of the hours of a week. `night`: the quietest third.')

const slowdown = z
  .number()
  .nullable()
  .describe('How many times as long the requests take that it concerns; null where they fail with status 500 instead.')

export const powerInterval = z
  .object({ estimate: z.number(), low: z.number(), high: numberOrNull })
  .describe('95% confidence; an upper end of null is not bounded.')

const detection = z.object({
  trials: count.describe('Incidents that were simulated, each at a random instant.'),
  found: count.describe('Of these, so many in which the alert began to fire because of the incident, in time.'),
  alreadyFiring: count.describe(
    'Of these, so many in which it fired before the incident began: such a page is no sign of the incident.',
  ),
  probability: powerInterval.describe('Of a page in time.'),
  byChance: ratio.describe(
    'At most so probable is a false page in the same time: where it is high, a page is no sign of the incident.',
  ),
  medianDelaySeconds: secondsOrNull.describe(
    'From the beginning of the incident to the page, over all trials; null where fewer than half have a page.',
  ),
  medianDelay: z
    .object({ low: secondsOrNull, high: secondsOrNull })
    .describe('Between which the median lies (95%); an end is null where there are too few pages to bound it.'),
  finding: z
    .enum(POWER_FINDINGS)
    .describe(
      '`found`: with the required probability or more, and not by chance. `missed`: with less. `undecided`: trials do not tell, or it may be chance.',
    ),
})

export const powerPoint = detection
  .extend({
    share: ratio.describe('Of the requests.'),
    slowdown,
    durationSeconds: seconds,
    traffic: trafficTime,
  })
  .meta({ id: 'powerPoint' })

export const falsePages = z
  .object({
    pages: count,
    days: z.number().nonnegative().describe('Simulated without an incident.'),
    perDay: powerInterval,
  })
  .describe('Pages without an incident.')
  .meta({ id: 'falsePages' })

export const smallestIncident = z
  .object({
    share: ratio,
    slowdown,
    traffic: trafficTime,
    missedUpToSeconds: secondsOrNull.describe(
      'Incidents of this length are found with less than the required probability; null where none was shown to be.',
    ),
    foundFromSeconds: secondsOrNull.describe(
      'Incidents of this length are found with the required probability, and longer ones that were tried too; null where none was shown to be.',
    ),
    longestTriedSeconds: seconds,
  })
  .meta({ id: 'smallestIncident' })

export const alertPower = z
  .object({
    alert: z.string().nullable().describe('Null for the first page of any of the alerts.'),
    group: z.string().nullable(),
    line: count.nullable().describe('In the rule file.'),
    points: z
      .array(powerPoint)
      .describe('Of all combinations of the axes those that were tried, and lengths between them near the boundary.'),
    falsePages: falsePages.nullable().describe('Null where no quiet time came to an end.'),
    smallest: z.array(smallestIncident),
    failures: z.array(z.string()).describe('Why evaluations failed in trials, as they would in Prometheus.'),
    sentence: z.string(),
  })
  .meta({ id: 'alertPower' })

export const askedDetection = z
  .object({
    detect: z.string().describe('As it was asked.'),
    share: ratio,
    slowdown,
    durationSeconds: seconds,
    traffic: trafficTime.nullable().describe('Null where it is to be found by day and by night.'),
    withinSeconds: secondsOrNull.describe('From its beginning; null where it is enough that a page comes of it.'),
    falsePagesPerDay: numberOrNull.describe('At most so many; null where nothing was asked of them.'),
    finding: verdict.describe('Whether the rules as written do what is asked.'),
    reason: z.string(),
  })
  .meta({ id: 'askedDetection' })

export const powerVariant = z
  .object({
    name: z.string().describe('`as written`, or the flags that change it.'),
    layout: z.string().nullable().describe('The bucket layout; null where that of the service stayed.'),
    rangeSeconds: secondsOrNull.describe('In place of the range of its rates; null where it stayed.'),
    forSeconds: secondsOrNull.describe('In place of its `for`; null where it stayed.'),
    threshold: numberOrNull.describe('In place of its threshold; null where it stayed.'),
    series: count.describe('What the service exposes per target, which is what the layout costs.'),
    unchanged: z
      .array(z.object({ alert: z.string(), reason: z.string() }))
      .describe('Alerts that the variant leaves as they are written, and why.'),
    detection: z.array(detection.extend({ traffic: trafficTime })).describe('Of what was asked, in time.'),
    falsePages: falsePages.nullable(),
    finding: verdict.describe('Whether it does what is asked.'),
    reason: z.string(),
  })
  .meta({ id: 'powerVariant' })

export const variantMap = z
  .object({
    ...powerVariant.pick({
      name: true,
      layout: true,
      rangeSeconds: true,
      forSeconds: true,
      threshold: true,
      series: true,
      unchanged: true,
    }).shape,
    smallest: z.array(smallestIncident).describe('Of each share, slowdown and time, by a page of any of its alerts.'),
    medianDelaySeconds: secondsOrNull.describe(
      'Of the strongest and longest incidents that were tried, to the page: by day or by night, whichever is later, and of several kinds the soonest; null where fewer than half have one.',
    ),
    falsePages: falsePages.nullable(),
    failures: z.array(z.string()).describe('Why evaluations failed in trials, as they would in Prometheus.'),
  })
  .meta({ id: 'variantMap' })

export const powerProposal = z
  .object({
    variant: z.string().describe('The cheapest of those that do what is asked.'),
    reason: z.string(),
    rules: z.string().describe('A rule file to load.'),
    layout: z.string().nullable().describe('The bounds, as code; null where those of the service stay.'),
  })
  .meta({ id: 'powerProposal' })

export const powerCurveSchema = z
  .object({
    requiredProbability: ratio.describe('From which probability on an incident counts as found.'),
    mostTrials: count.describe('Per incident; fewer where they settle the question.'),
    seed: count,
    interrupted: z.boolean().describe('Stopped before all was tried.'),
    axes: z.object({
      shares: z.array(ratio),
      slowdowns: z.array(slowdown),
      durationsSeconds: z.array(seconds),
    }),
    traffic: z.object({
      dayRatePerSecond: z.number().nonnegative(),
      nightRatePerSecond: numberOrNull.describe('Null where the traffic is the same at all hours.'),
    }),
    curves: z.array(alertPower).describe('Where there are several alerts, that of any of them first.'),
    notSimulated: z
      .array(z.object({ alert: z.string(), line: count, reason: z.string() }))
      .describe('Alerts of which nothing is said, and why.'),
    asked: askedDetection.nullable(),
    variants: z.array(powerVariant).describe('The rules as written first; empty where nothing was asked.'),
    comparison: z
      .array(variantMap)
      .describe(
        'The whole map of each variant, the rules as written first; empty where there is no map, or nothing to compare.',
      ),
    proposal: powerProposal.nullable(),
    withoutProposal: z.string().nullable().describe('Why there is no proposal, where variants were tried.'),
    notes: z.array(z.string()),
  })
  .meta({ id: 'powerCurve' })
