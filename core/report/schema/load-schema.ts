// report.json: `load` and `generator`, what the client sent and how well it kept to its schedule.

import * as z from 'zod'
import type { LatencySummary } from '../../latency/latency-summary.ts'
import { GENERATOR_PLACES } from '../../run/generators/generator-facts.ts'
import { type Accounting, ERROR_KINDS, type FirstAnswer } from '../../run/load-result.ts'
import { LOAD_ENGINES } from '../../scenario/load-engine.ts'
import { TIMER_MODES } from '../../scenario/timer-mode.ts'
import { count, numberOrNull, seconds, secondsOrNull } from './values.ts'

const ratePerSecond = z.number().nonnegative()

export const latencySummary = z
  .object({
    count: count.describe('Requests in the population, those that never ended included.'),
    unboundedCount: count.describe(
      'How many of them never ended: timeouts and unfinished ones. Of times to the first byte: how many of those had none.',
    ),
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
  .meta({
    id: 'latencySummary',
    description: 'Latencies in seconds; quantiles by nearest rank.',
  }) satisfies z.ZodType<LatencySummary>

export const load = z.object({
  offered: count.describe('Scheduled arrivals: completed + errors + timeouts + unfinished + lost, exactly.'),
  completed: count.describe('The expected answer, read whole.'),
  errors: count.describe('Any other answer, or none because of the connection.'),
  timeouts: count,
  neverSent: count
    .default(0)
    .describe('Of the timeouts: waited for a connection until then, so that the service never saw them.'),
  unfinished: count.describe('Still open when the drain deadline passed or the run was stopped.'),
  interrupted: count
    .default(0)
    .describe('Of the unfinished: cut off when the run was stopped. They are in no population and no objective.'),
  lost: count
    .default(0)
    .describe(
      'Of generators that were lost: what they had sent, or would have sent until the end of the run, and of which nothing came. What users of closed phases would have sent afterwards is not known, and not counted.',
    ),
  errorKinds: z.partialRecord(z.enum(ERROR_KINDS), count),
  statusCodes: z.record(z.string(), count),
  unexpectedStatusCodes: z
    .record(z.string(), count)
    .default({})
    .describe('Of the status codes: those that the scenario does not expect.'),
  durationSeconds: seconds,
  offeredRate: ratePerSecond,
  achievedRate: ratePerSecond,
  responseTime: latencySummary.describe('Completed - intended start. Timeouts and unfinished requests at infinity.'),
  serviceTime: latencySummary.describe('Completed - sent. Timeouts and unfinished requests at infinity.'),
  timeToFirstByte: latencySummary
    .exactOptional()
    .describe(
      'First byte of the response - sent, an informational response included. Timeouts and unfinished requests at infinity, unless the head of the expected response was read. Absent in reports of 0.1 and 0.2.',
    ),
  firstByteResponseTime: latencySummary
    .exactOptional()
    .describe(
      'First byte of the response - intended start, of the same requests: what an objective such as ttfb p95 < 100ms judges. Absent in reports of 0.1 and 0.2.',
    ),
  errorTime: latencySummary.describe('Response time of error answers.'),
}) satisfies z.ZodType<Accounting>

export const connections = z.object({
  opened: count.describe(
    'Connections that could be used, each time that one was opened. Of generators that were lost none is known.',
  ),
  connectTime: latencySummary.describe(
    'From the attempt to an open TCP connection, the look-up of the name included; with TLS, until its handshake begins.',
  ),
  tlsTime: latencySummary.nullable().describe('The handshake of TLS. Null without TLS.'),
  waitedFor: z
    .object({
      requests: count.describe(
        'Of the measured phases: sent over a connection that was opened while they waited for it.',
      ),
      connectTime: latencySummary.describe('The part of their wait that was connecting. Of those that were answered.'),
      tlsTime: latencySummary.nullable().describe('The part of it that was TLS. Null without TLS.'),
      timeToFirstByte: latencySummary.describe('Then, first byte of the response - sent.'),
      serviceTime: latencySummary.describe('And completed - sent.'),
    })
    .exactOptional()
    .describe('What opening a connection cost the requests that waited for it. Absent where none did.'),
})

const text = z.string().describe('Of the service: shortened, redacted, without control characters.')

const answer = z.object({
  status: count.describe('0 where what came has none.'),
  statusLine: text,
  contentType: text.nullable(),
  contentEncoding: text.nullable(),
  location: text.nullable(),
  body: text.describe('The first 200 characters; empty where it was compressed or not read.'),
}) satisfies z.ZodType<FirstAnswer>

export const firstError = z.object({
  request: z.string().describe('The name of its template.'),
  kind: z.enum(ERROR_KINDS),
  count: count.describe('How many requests of the template ended in the same way, in the whole run.'),
  unmeasured: count
    .exactOptional()
    .describe('How many of them belong to phases that are not measured, and so to no total. Absent where none does.'),
  atSeconds: seconds,
  reason: z
    .string()
    .nullable()
    .describe('Why no connection could be opened, or what was wrong with the answer; null where its head says it.'),
  answer: answer.nullable().describe('Null where nothing was read.'),
})

/** One thing that a request asks of its answers. */
export const answerCheck = z.object({
  request: z.string().describe('The name of its template.'),
  check: z
    .string()
    .describe('As the scenario writes it: status 200, pointer /total > 3, capture token. Secrets are left out.'),
  judged: count.describe(
    'Answers of measured phases that were held against it: all that were read whole, and all but status those alone whose status was expected.',
  ),
  failed: count,
  unreadable: count
    .exactOptional()
    .describe(
      'Answers with an expected status that lie beyond what the harness reads, so that nobody knows. Absent where there is none.',
    ),
  first: z
    .object({
      atSeconds: seconds,
      got: text.describe('What came instead, or why it could not be read, as a phrase.'),
      status: count,
      contentType: text.nullable(),
      body: text.describe('The first 200 characters, decompressed; empty where nothing of the body was asked for.'),
    })
    .nullable()
    .describe('The first answer of which it was not so, or not known; null where there was none.'),
})

/** Redirects that were followed. Each request counts once, from its intended start to its last answer. */
export const followedRedirects = z.object({
  request: z.string().describe('The name of its template.'),
  byHops: z.record(z.string(), count).describe('How many requests of measured phases were redirected so many times.'),
})

export const probableMistake = z.object({
  request: z.string(),
  kind: z.enum(ERROR_KINDS),
  count,
  mistake: z.enum([
    'tls',
    'credentials',
    'login',
    'redirect',
    'path',
    'protocol',
    'limited',
    'request',
    'compressed',
    'html',
    'expectation',
  ]),
  reason: z.string(),
})

export const phase = load.extend({
  name: z.string(),
  measured: z.boolean(),
  model: z.enum(['open', 'closed']),
  startSeconds: seconds,
  endSeconds: seconds,
})

export const requestLoad = load.extend({ name: z.string() })

/** How the clock of a generator on another machine stood to the coordinator's. */
const generatorClock = z.object({
  offsetSeconds: z.number().describe("Its clock - the coordinator's, by which the start was translated."),
  uncertaintySeconds: seconds.describe('The true offset lay no further away: half the least round trip.'),
  readings: count.describe('How many times it was read, before the start and during the run.'),
  driftPerSecond: numberOrNull.describe(
    "What it gained on the coordinator's in a second; null where it was read once.",
  ),
  driftUncertaintyPerSecond: secondsOrNull,
  apartAtMostSeconds: seconds.describe(
    'At no instant of the run was what it did further away from when it was meant for, but for a late start.',
  ),
})

export const singleGenerator = z.object({
  number: z.int().positive(),
  name: z.string().nullable().describe('Null of a thread of the coordinator itself.'),
  host: z.string().nullable(),
  place: z
    .enum(['thread', ...GENERATOR_PLACES])
    .describe(
      'thread: of the coordinator itself. process: started by the run beside it. here: it joined from the same host. elsewhere: from another one.',
    ),
  cores: count
    .nullable()
    .describe(
      'Those of its machine that it may use; null of a thread of the coordinator itself, whose are run.cpuCount.',
    ),
  programVersion: z.string().nullable(),
  startSkewSeconds: numberOrNull.describe(
    "Start - planned start of the measured phases, on the coordinator's clock; null where it never started, or its clock was never read.",
  ),
  startUncertaintySeconds: secondsOrNull.describe('The true skew lay no further away than this.'),
  clock: generatorClock
    .nullable()
    .describe("Null of a thread of the coordinator itself, whose clock is the coordinator's."),
  requests: count.describe('Requests of the measured phases whose end it reported.'),
  requestsPerSecond: ratePerSecond,
  sendLag: latencySummary,
  eventLoopDelay: latencySummary.nullable().describe('Null where it was lost before it said so.'),
  cpuShare: z.number().nonnegative().nullable().describe('1 is one core, fully used; null as above.'),
  busiestCpuShare: z.number().nonnegative().describe('The same of its busiest second.'),
  saturatedSeconds: seconds,
  eventLoopUtilization: z.number().nonnegative(),
  waitingForCoreShare: z.number().nonnegative(),
  saturated: z.boolean(),
  overloaded: z.boolean().describe('Judged by itself, whatever the others did.'),
  lost: z
    .object({
      atSeconds: seconds.describe('Of the run: until when it had reported.'),
      reason: z.string(),
      requests: count.describe('Of its requests in measured phases, over all runs: of how many nothing came.'),
      run: z
        .int()
        .positive()
        .exactOptional()
        .describe('Of several runs: the first in which it was lost, from 1. Absent where there was one.'),
      lastLines: z
        .array(z.string())
        .exactOptional()
        .describe(
          'What its process wrote last, where the run had started it and saw it end. Absent where nothing is known of that.',
        ),
    })
    .nullable()
    .describe('Null where it ended in order.'),
  fit: z.boolean().describe('False where it was overloaded, saturated or lost.'),
  reasons: z.array(z.string()),
})

export const generator = z.object({
  dispatchDelay: latencySummary.describe('Sent - intended start, whoever caused it.'),
  sendLag: latencySummary.describe("The part of the dispatch delay that is the generator's own doing."),
  eventLoopDelay: latencySummary,
  backlogMax: count.describe('The most arrivals that were due and waited for a connection.'),
  inFlightMax: count,
  cpuShare: z.number().nonnegative().describe('1 is one core, fully used, per generator thread.'),
  workers: count,
  engine: z
    .object({
      name: z.enum(LOAD_ENGINES).describe('What opened the connections and read the responses.'),
      reason: z.string().describe('Why this one.'),
    })
    .exactOptional()
    .describe('Absent in reports of 0.1 and 0.2.'),
  timers: z
    .object({
      mode: z.enum(TIMER_MODES).describe('How the generator waited for the next arrival.'),
      reason: z.string().describe('Why in this way.'),
      wakeError: latencySummary.describe('How late its sleeps ended.'),
      spinningShare: z
        .number()
        .nonnegative()
        .describe(
          'The part of a core, per generator thread, that turning the event loop until an arrival was due took.',
        ),
      alarmClockShare: z.number().nonnegative().describe('The part of a core that waking a generator thread took.'),
    })
    .exactOptional()
    .describe('Absent in reports of 0.1 and 0.2.'),
  saturatedSeconds: seconds
    .default(0)
    .describe(
      'Of the measured phases: for how long a generator thread was so busy that answers may have been read at any later time.',
    ),
  eventLoopUtilization: z
    .number()
    .nonnegative()
    .default(0)
    .describe('1 is without a pause; of the busiest second. Busy-waiting left out.'),
  waitingForCoreShare: z
    .number()
    .nonnegative()
    .default(0)
    .describe('Of the worst second: ready to run but without a core, because of other programs or a quota.'),
  saturated: z
    .boolean()
    .default(false)
    .describe('True: response times are upper bounds. What was met holds; what was not met proves nothing.'),
  overloaded: z
    .boolean()
    .default(false)
    .describe('True: the load was not sent as scheduled, or answers were read late. No finding holds.'),
  lost: count
    .default(0)
    .describe('Generators that ended, or fell silent, before the run did. What they had not reported is `lost`.'),
  fit: z
    .boolean()
    .describe('False: the generator was overloaded or lost, or saturated so that a finding is inconclusive for it.'),
  generators: z
    .array(singleGenerator)
    .exactOptional()
    .describe(
      'Each judged by itself, in their order. Of several runs: over all of them, unfit where it was in one, with the clock of the run in which that was furthest away. Absent where one thread was all there is.',
    ),
  clocks: z
    .object({
      apartAtMostSeconds: secondsOrNull.describe(
        'Skew, drift and uncertainty together; null where a clock was never read. Where it exceeds 5% of the shortest time that a finding holds against both clocks, that finding is inconclusive.',
      ),
      generator: z.int().positive().describe('The number of the one that was furthest away.'),
      run: z.int().positive().exactOptional().describe('Of several runs: in which it was. Absent where there was one.'),
    })
    .exactOptional()
    .describe("How far the generators' instants may lie from the coordinator's, by which the service was scraped."),
  openFiles: z
    .object({
      limit: count.describe('ulimit -n.'),
      wanted: count.describe('Connections of the scenario.'),
      allowed: count.describe('Connections that were used instead.'),
      generator: z
        .string()
        .exactOptional()
        .describe('The generator whose limit it is; absent where it is that of whoever led the run.'),
    })
    .exactOptional()
    .describe('Where requests waited for connections that a limit of open files did not allow; absent elsewhere.'),
  reasons: z.array(z.string()),
})
