// The published form of report.json, version 1. The same shape as core/report/report.ts, which the end of this file makes
// the compiler prove in both directions. Readers must allow for keys they do not know: later harnesses add some.

import { z } from 'zod'
import { REPORT_SCHEMA_VERSION, type Report } from '../core/report/report.ts'
import { VERDICTS } from '../core/report/verdict.ts'
import { ERROR_KINDS } from '../core/run/load-result.ts'
import { comparedLayout, layoutStudy } from './layouts-schema.ts'

const verdict = z.enum(VERDICTS)
const alertState = z.enum(['inactive', 'pending', 'firing'])
const count = z.int().nonnegative()
const seconds = z.number().nonnegative()
const secondsOrNull = seconds.nullable()
const ratePerSecond = z.number().nonnegative()

const latencySummary = z
  .object({
    count: count.describe('Requests in the population, those that never ended included.'),
    unboundedCount: count.describe('How many of them never ended: timeouts and unfinished ones.'),
    min: secondsOrNull,
    mean: secondsOrNull.describe('Of those that ended.'),
    max: secondsOrNull,
    p50: secondsOrNull,
    p90: secondsOrNull,
    p95: secondsOrNull,
    p99: secondsOrNull,
    p999: secondsOrNull,
    unbounded: z.boolean().describe('True where a quantile is null because it lies among those that never ended.'),
  })
  .meta({ id: 'latencySummary', description: 'Latencies in seconds; quantiles by nearest rank.' })

const load = z.object({
  offered: count.describe('Scheduled arrivals: completed + errors + timeouts + unfinished, exactly.'),
  completed: count.describe('The expected answer, read whole.'),
  errors: count.describe('Any other answer, or none because of the connection.'),
  timeouts: count,
  unfinished: count.describe('Still open when the drain deadline passed.'),
  errorKinds: z.partialRecord(z.enum(ERROR_KINDS), count),
  statusCodes: z.record(z.string(), count),
  durationSeconds: seconds,
  offeredRate: ratePerSecond,
  achievedRate: ratePerSecond,
  responseTime: latencySummary.describe('Completed - intended start. Timeouts and unfinished requests at infinity.'),
  serviceTime: latencySummary.describe('Completed - sent. Timeouts and unfinished requests at infinity.'),
  errorTime: latencySummary.describe('Response time of error answers.'),
})

const phase = load.extend({
  name: z.string(),
  measured: z.boolean(),
  model: z.enum(['open', 'closed']),
  startSeconds: seconds,
  endSeconds: seconds,
})

const generator = z.object({
  dispatchDelay: latencySummary.describe('Sent - intended start, whoever caused it.'),
  sendLag: latencySummary.describe("The part of the dispatch delay that is the generator's own doing."),
  eventLoopDelay: latencySummary,
  backlogMax: count.describe('The most arrivals that were due and waited for a connection.'),
  inFlightMax: count,
  cpuShare: z.number().nonnegative().describe('1 is one core, fully used, per generator thread.'),
  workers: count,
  fit: z.boolean().describe('False: the run proves nothing about the service.'),
  reasons: z.array(z.string()),
})

const upperBound = z.union([z.number(), z.literal('+Inf')])

const server = z.object({
  witness: z.string().describe('embedded, or the Prometheus that was asked.'),
  notifier: z.string().exactOptional().describe('The Alertmanager, where there was one.'),
  metric: z.string(),
  count: z.number().nonnegative(),
  sum: z.number(),
  buckets: z.array(z.object({ le: upperBound, count: z.number().nonnegative().describe('Cumulative.') })),
  exact: latencySummary.nullable().describe("The bundled server's own record; null for a foreign service."),
  scrapes: z.object({ succeeded: count, failed: count, slowestSeconds: secondsOrNull }),
  resets: count,
})

const populations = z.object({
  clientAnswered: count,
  serverObserved: z.number().nonnegative(),
  serverExact: count.nullable(),
  note: z.string().nullable().describe('Why the counts differ, where they do.'),
})

const differenceOrNull = z.number().nullable()

const crossCheckRow = z.object({
  quantile: z.number().min(0).max(1),
  estimate: z.number().nullable().describe('histogram_quantile over the counts of the whole run.'),
  bucket: z.object({ lower: z.number(), upper: upperBound }).nullable(),
  exactClient: secondsOrNull.describe('Response time over every answer read whole.'),
  exactClientServiceTime: secondsOrNull,
  exactServer: secondsOrNull,
  error: differenceOrNull.describe('estimate - exactClient: the sum of the parts.'),
  relativeError: differenceOrNull,
  insideBucket: z.boolean().nullable().describe('Whether the exact quantile lies in the bucket of the estimate.'),
  parts: z.object({
    interpolation: differenceOrNull.describe('estimate - exactServer'),
    vantage: differenceOrNull.describe('exactServer - exactClientServiceTime'),
    waiting: differenceOrNull.describe('exactClientServiceTime - exactClient'),
    interpolationAndVantage: differenceOrNull.describe('Instead of the first two, without a server-side record.'),
  }),
  explanation: z.string(),
})

const slaFinding = z.object({
  objective: z.string(),
  during: z.string().nullable().describe('A phase, or null for all measured phases.'),
  observed: z.number().nullable().describe('Seconds or a share.'),
  unbounded: z.boolean().describe('True where the observed quantile lies among the requests that never ended.'),
  interval: z
    .object({ lower: z.number().nullable(), upper: z.number().nullable() })
    .nullable()
    .describe('95% confidence; an end is null where it is unbounded.'),
  limit: z.number(),
  unit: z.enum(['seconds', 'share']),
  finding: verdict,
  estimateFinding: verdict.nullable().describe('What the histogram alone would have said.'),
  estimate: z.number().nullable(),
  reason: z.string(),
})

const alertFinding = z.object({
  name: z.string(),
  expression: z.string(),
  forSeconds: seconds,
  transitions: z.array(
    z.object({ at: z.number().describe('Seconds of the run.'), state: alertState, value: z.number().nullable() }),
  ),
  expected: z.string().nullable(),
  finding: verdict.nullable(),
  detectionSeconds: z.number().nullable().describe("From the reference phase's start to firing."),
  resolutionSeconds: z.number().nullable().describe("From the reference phase's start to inactive."),
  reason: z.string(),
  notifications: z
    .array(
      z.object({
        alert: z.string(),
        status: z.enum(['firing', 'resolved']),
        at: z.number().describe('When it was received, seconds of the run.'),
        delaySeconds: z.number().describe('Since the evaluation that fired or resolved it.'),
      }),
    )
    .exactOptional()
    .describe('What an Alertmanager told of it.'),
  atFiring: z
    .object({
      atSeconds: z.number(),
      quantile: z.number(),
      estimate: secondsOrNull,
      exact: secondsOrNull,
    })
    .exactOptional()
    .describe('What the rule saw when it first fired, and the exact quantile of the same window.'),
})

const witnessAgreement = z.object({
  control: z.string().describe('The witness that ran beside.'),
  toleranceSeconds: seconds.describe('One evaluation interval.'),
  agrees: z.boolean(),
  transitions: z.array(
    z.object({
      alert: z.string(),
      state: alertState,
      at: z.number().nullable().describe('Null where the witness saw no such transition.'),
      controlAt: z.number().nullable(),
      differenceSeconds: z.number().nullable().describe('controlAt - at'),
      agrees: z.boolean(),
    }),
  ),
})

const quantiles = z
  .object({ p50: secondsOrNull, p95: secondsOrNull, p99: secondsOrNull })
  .meta({ id: 'timelineQuantiles' })

const timelineRow = z.object({
  second: count,
  phase: z.string().nullable(),
  offered: count,
  completed: count.describe('By completion; everything else in the row is by intended start.'),
  errors: count,
  timeouts: count,
  slot: quantiles.describe('Of the requests that were due in this second.'),
  window: quantiles.describe("Of those that ended within the rule's range before the end of this second."),
  estimate: z.number().nullable().describe('What the dashboard showed at the end of this second.'),
  alerts: z.record(z.string(), alertState),
})

const share = z.number()

const baseline = z.object({
  folder: z.string(),
  startedAt: z.iso.datetime(),
  verdict: verdict.describe("The earlier run's own."),
  margin: share.nonnegative().describe('A regression is called only where the whole interval lies beyond it.'),
  differences: z.array(
    z.object({
      about: z.enum(['scenario', 'seed', 'environment']),
      what: z.string(),
      before: z.string(),
      after: z.string(),
    }),
  ),
  findings: z.array(
    z.object({
      quantile: z.number().min(0).max(1),
      before: secondsOrNull,
      after: secondsOrNull,
      difference: share.nullable().describe('(after - before) / before'),
      interval: z
        .object({ lower: share.nullable(), upper: share.nullable() })
        .nullable()
        .describe('95% confidence; an end is null where it is unbounded.'),
      finding: verdict.nullable().describe('fail is a regression; null: too few requests to judge this quantile.'),
      reason: z.string(),
    }),
  ),
})

const repeats = z.object({
  runs: z.array(
    z.object({
      startedAt: z.iso.datetime(),
      durationSeconds: seconds,
      seed: z.number(),
      verdict: verdict.describe('What this run alone would have been called.'),
      fit: z.boolean(),
      offered: count,
      completed: count,
      failed: count.describe('Errors, timeouts and unfinished requests.'),
      p50: secondsOrNull,
      p95: secondsOrNull,
      p99: secondsOrNull,
    }),
  ),
  spread: z.array(
    z.object({
      quantile: z.number().min(0).max(1),
      pooled: secondsOrNull.describe("Over all runs' requests together: never an average of quantiles."),
      lowest: secondsOrNull,
      highest: secondsOrNull,
      variation: share.nullable().describe('Root mean square distance of the runs from the pooled, as a share of it.'),
    }),
  ),
})

export const reportSchema = z
  .object({
    schemaVersion: z.literal(REPORT_SCHEMA_VERSION),
    verdict,
    reasons: z.array(z.string()).describe('Sentences, worst first.'),
    scenario: z.object({
      name: z.string(),
      question: z.string(),
      file: z.string(),
      expectedVerdict: verdict.nullable(),
      resolved: z.unknown().describe('The scenario as run, secrets redacted.'),
    }),
    run: z.object({
      startedAt: z.iso.datetime().describe('RFC 3339, UTC.'),
      durationSeconds: seconds,
      seed: z.number(),
      interrupted: z.boolean(),
      aborted: z.string().exactOptional().describe('Why the harness ended the run early.'),
      harnessVersion: z.string(),
      nodeVersion: z.string(),
      platform: z.string(),
      cpuCount: count,
      workers: count,
      folder: z.string(),
      replay: z.string().describe('The command that runs the same again.'),
      problems: z.array(z.string()).describe('What went wrong without ending the run.'),
    }),
    load: z.object({ total: load.describe('All measured phases.'), phases: z.array(phase) }),
    generator,
    server: server.nullable().describe('Null where no scrape succeeded or the scenario names no metrics.'),
    crossCheck: z.array(crossCheckRow),
    populations: populations.nullable(),
    sla: z.array(slaFinding),
    alerts: z.array(alertFinding),
    witnessAgreement: witnessAgreement
      .exactOptional()
      .describe('Two witnesses that evaluated the same rules, transition by transition.'),
    timeline: z.array(timelineRow).describe('One row a second.'),
    layouts: z.array(comparedLayout).exactOptional().describe('Where bucket layouts were compared; best first.'),
    layoutStudy: layoutStudy.exactOptional().describe('What belongs to all of `layouts`, and the recommendation.'),
    baseline: baseline.exactOptional().describe('Against an earlier run, where one was named.'),
    repeats: repeats.exactOptional().describe('Where it was run several times; all else is pooled over the runs.'),
  })
  .meta({
    title: 'Report of one run of the SLA harness',
    description: 'Seconds everywhere. A quantile among the requests that never ended is null, `unbounded` beside it.',
  })

/** The schema as JSON Schema 2020-12. */
export function reportJsonSchema(): Record<string, unknown> {
  // As input: what the schema says nothing about is allowed, so that keys may be added later.
  return z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'input' })
}

type Plain<T> = unknown extends T
  ? unknown
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Plain<T[Key]> }
      : T

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

type Proven<Claim extends true> = Claim

/** Does not compile where the schema and the type differ, by a key, a null or an optional. */
export type SchemaEqualsType = Proven<Same<Plain<z.infer<typeof reportSchema>>, Plain<Report>>>
