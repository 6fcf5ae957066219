// report.json: `sla`, `alerts` and `witnessAgreement`, what was judged and what was found.

import * as z from 'zod'
import type { AlertNotification, AlertTransition } from '../../run/alert.ts'
import type { EvaluatorAgreement } from '../../run/evaluator-agreement.ts'
import type { RuleFinding } from '../../run/rule-finding.ts'
import { alertState, confidenceInterval, count, numberOrNull, seconds, secondsOrNull, verdict } from './values.ts'

export const slaFinding = z.object({
  objective: z.string(),
  during: z.string().nullable().describe('A phase, or null for all measured phases.'),
  request: z
    .string()
    .exactOptional()
    .describe('The name of the request that it is about; absent where it is about all of them.'),
  implied: z
    .literal(true)
    .exactOptional()
    .describe('True where the scenario has no errors objective of its own, so that this one applies; else absent.'),
  except: z
    .array(z.string())
    .exactOptional()
    .describe('Phases that an implied objective leaves out, because they have an errors objective of their own.'),
  exceptFor: z
    .array(z.object({ request: z.string(), during: z.string().nullable() }))
    .exactOptional()
    .describe('The same of single requests: in one phase, or in all of them where that is null.'),
  observed: numberOrNull.describe('Seconds or a share; null where there is none.'),
  unbounded: z.boolean().describe('True where the observed quantile lies among the requests that never ended.'),
  interval: confidenceInterval,
  limit: z.number(),
  unit: z.enum(['seconds', 'share']),
  finding: verdict,
  provenBy: z
    .enum(['census', 'plan'])
    .exactOptional()
    .describe(
      'What proves the finding where its interval does not. census: all requests of this run were counted, and no chance explains it. plan: the run was aborted, and no rest of it could have met the objective. Absent where the interval lies on one side of the limit, and where nothing is proven.',
    ),
  population: z
    .object({ judged: count, offered: count })
    .exactOptional()
    .describe('How many of the requests have a response time; absent where all have, or the objective counts all.'),
  failing: z
    .object({
      request: z.string(),
      missed: count.describe('How many of its requests missed the objective: were too slow, or failed.'),
      judged: count.describe('Of so many.'),
      missedByAll: count.describe('The same of all requests that the objective is about.'),
      judgedOfAll: count,
    })
    .exactOptional()
    .describe(
      'Where it fails: the one request that made it fail, without which the others would have met it. Absent where none stands out.',
    ),
  settling: z
    .object({
      moreRequests: count
        .nullable()
        .describe(
          'About so many more requests like these would; null where no number of them is known to, because the seconds of the run differ by more than chance or the observed value lies too near to the limit.',
        ),
    })
    .exactOptional()
    .describe('What would decide it, where the limit lies within the interval; absent elsewhere.'),
  estimateFinding: verdict
    .nullable()
    .describe('What the histogram alone would have said; null for objectives that it cannot judge.'),
  estimateDoubt: z
    .string()
    .exactOptional()
    .describe(
      'Why what the histogram says of a phase proves nothing: which of its requests were of that phase is not known.',
    ),
  estimate: numberOrNull,
  reason: z.string(),
  lost: count
    .exactOptional()
    .describe(
      'Of its requests: how many were lost with a generator. What is proven is so whatever became of them: a fail would be one if each had been answered at once, a pass if none had been. Absent where no generator was lost.',
    ),
  doubt: z
    .enum([
      'generator-lost',
      'generator-saturated',
      'service-starved',
      'too-few-connections',
      'interrupted',
      'unsendable',
      'unreadable',
      'machines-cut-off',
    ])
    .exactOptional()
    .describe('Why what was observed proves nothing about the service; absent where there is no such doubt.'),
  doubtReason: z.string().exactOptional().describe('The same in words; `reason` begins with it.'),
})

export const alertTransition = z.object({
  at: z.number().describe('Seconds of the run.'),
  state: alertState,
  value: numberOrNull.describe("The rule expression's value; null where it returned nothing."),
}) satisfies z.ZodType<AlertTransition>

const alertNotification = z.object({
  alert: z.string(),
  status: z.enum(['firing', 'resolved']),
  at: z.number().describe('When it was received, seconds of the run.'),
  delaySeconds: z.number().describe('Since the evaluation that fired or resolved it.'),
}) satisfies z.ZodType<AlertNotification>

const alertDeadline = z.object({
  after: z.string().describe('A phase; its start is meant.'),
  withinSeconds: seconds,
})

const alertExpectation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never') }),
  z.object({ kind: z.literal('fires'), fires: alertDeadline, resolves: alertDeadline.nullable() }),
])

export const alertFinding = z.object({
  name: z.string(),
  expression: z.string(),
  forSeconds: seconds,
  transitions: z.array(alertTransition),
  expected: z.string().nullable().describe('What the scenario expects, in words; null where it expects nothing.'),
  expects: alertExpectation
    .exactOptional()
    .describe('The same as data. Absent where it expects nothing, and in reports of 0.2 and before.'),
  watches: z
    .object({
      quantile: z.number(),
      thresholdSeconds: seconds,
      rangeSeconds: seconds.describe('How far back it looks; 0 where it reads its buckets as they stand.'),
    })
    .exactOptional()
    .describe(
      'Of an alert that holds exactly where a quantile of a histogram is above a threshold. Absent for others, and in reports of 0.2 and before.',
    ),
  finding: verdict.nullable().describe('Null where the scenario expects nothing.'),
  detectionSeconds: numberOrNull.describe("From the reference phase's start to firing."),
  resolutionSeconds: numberOrNull.describe("From the reference phase's start to inactive."),
  reason: z.string(),
  doubt: z
    .literal('clocks')
    .exactOptional()
    .describe(
      'Why it is inconclusive: clocks, where those of generators and of whoever scraped the service were too far apart for its deadline. Absent where it is decided, and where another reason says why not.',
    ),
  notifications: z
    .array(alertNotification)
    .exactOptional()
    .describe('What an Alertmanager sent about it. Absent where there was none.'),
  atFiring: z
    .object({
      atSeconds: z.number(),
      quantile: z.number(),
      estimate: secondsOrNull,
      exact: secondsOrNull,
    })
    .exactOptional()
    .describe(
      'What the rule saw when it first fired, and the exact response-time quantile of the same window (null among the requests that never ended). Absent where it never fired or compares something else.',
    ),
})

export const ruleFinding = z.object({
  rule: z.string().describe('The name of the alert, or of the recorded series.'),
  file: z.string().exactOptional().describe('The rule file. Absent in reports of 0.1.'),
  line: z.int().describe('In the rule file, from 1.'),
  severity: z.enum(['error', 'warning', 'note']),
  message: z.string(),
  meaningless: z.boolean().describe('Whether the value of the rule says nothing about the service.'),
  neverFires: z
    .boolean()
    .exactOptional()
    .describe('Whether the condition of the alert never holds, whatever the service does. Absent where it may hold.'),
  notEvaluated: z
    .boolean()
    .exactOptional()
    .describe(
      'Whether the rule was not evaluated: nothing is known of what its alert would have done. Absent where it was.',
    ),
  alerts: z.array(z.string()).describe('The alerts whose condition the rule is, or reads.'),
}) satisfies z.ZodType<RuleFinding>

export const witnessAgreement = z
  .object({
    control: z.string().describe('The evaluator that ran beside.'),
    toleranceSeconds: seconds.describe('One evaluation interval.'),
    agrees: z.boolean(),
    transitions: z.array(
      z.object({
        alert: z.string(),
        state: alertState,
        at: numberOrNull.describe('Null where the Prometheus saw no such transition.'),
        controlAt: numberOrNull,
        differenceSeconds: numberOrNull.describe('controlAt - at'),
        agrees: z.boolean(),
      }),
    ),
  })
  .describe(
    'The embedded Prometheus beside a real one: the same rules, compared transition by transition. Absent where only one evaluated the rules.',
  ) satisfies z.ZodType<EvaluatorAgreement>
