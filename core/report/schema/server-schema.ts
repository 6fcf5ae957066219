// report.json: `server`, `crossCheck` and `populations`, what the scraped histogram says beside the exact latencies.

import * as z from 'zod'
import { LATENCY_UNITS } from '../../histogram/latency-unit.ts'
import type { Uncounted } from '../../run/prometheus-record.ts'
import { latencySummary } from './load-schema.ts'
import { bucket, count, numberOrNull, quantile, secondsOrNull, upperBound } from './values.ts'

export const server = z.object({
  witness: z.string().describe('`embedded`, or the Prometheus that was queried.'),
  notifier: z
    .string()
    .exactOptional()
    .describe('The Alertmanager, as in `Alertmanager 0.25.0`. Absent where alerts were sent nowhere.'),
  metric: z.string(),
  unit: z
    .object({
      name: z.enum(LATENCY_UNITS),
      from: z.enum(['scenario', 'name', 'metadata', 'convention']).describe('How it is known.'),
      suspected: z
        .enum(LATENCY_UNITS)
        .exactOptional()
        .describe("The unit in which its mean would fit the client's; absent where it fits as read."),
    })
    .exactOptional()
    .describe('The unit of the histogram as scraped; all figures here are in seconds. Absent in reports of 0.1.'),
  count: z.number().nonnegative(),
  sum: z.number(),
  buckets: z.array(z.object({ le: upperBound, count: z.number().nonnegative().describe('Cumulative.') })),
  exact: latencySummary.nullable().describe("The bundled server's own record; null for a foreign service."),
  scrapes: z.object({
    succeeded: count,
    failed: count,
    slowestSeconds: secondsOrNull,
    timedOut: count
      .exactOptional()
      .describe(
        'Of the failed: the endpoint was connected and its page did not come in time. Absent where it is not known.',
      ),
    unreachable: count.exactOptional().describe('Of the failed: no connection. Absent where it is not known.'),
  }),
  resets: count,
})

export const uncounted = z
  .object({
    kind: z.enum([
      'noBaseline',
      'noFinalScrape',
      'neverPrinted',
      'noMatch',
      'noInfBucket',
      'impossibleCounts',
      'boundsDiffer',
      'severalProcesses',
      'resetAtScrape',
      'vanished',
    ]) satisfies z.ZodType<Uncounted['kind']>,
    reason: z.string(),
  })
  .describe(
    'Why `server` is null although the metrics were scraped: what the histogram counted over the run is unknown. Absent where it is known.',
  )

export const crossCheckRow = z.object({
  quantile,
  estimate: numberOrNull.describe('histogram_quantile over the counts of the whole run.'),
  bucket,
  exactClient: secondsOrNull.describe('Response time over every answer read whole.'),
  exactClientServiceTime: secondsOrNull,
  exactServer: secondsOrNull,
  error: numberOrNull.describe('estimate - exactClient: the sum of the parts.'),
  relativeError: numberOrNull,
  insideBucket: z
    .boolean()
    .nullable()
    .describe(
      "Whether the server's exact quantile (the client's where there is none) lies in the bucket of the estimate.",
    ),
  parts: z.object({
    interpolation: numberOrNull.describe('estimate - exactServer'),
    vantage: numberOrNull.describe('exactServer - exactClientServiceTime: network and queueing'),
    waiting: numberOrNull.describe('exactClientServiceTime - exactClient: queueing delay before sending'),
    interpolationAndVantage: numberOrNull.describe('Instead of the first two, without a server-side record.'),
    split: z
      .object({
        beforeFirstByte: numberOrNull.describe('Of vantage: exactServer - time to first byte.'),
        afterFirstByte: numberOrNull.describe('Of vantage: time to first byte - exactClientServiceTime.'),
        tls: numberOrNull.describe('Of waiting: TLS of connections that were opened while a request waited for them.'),
        connect: numberOrNull.describe('Of waiting: connecting, of the same.'),
        queue: numberOrNull.describe('Of waiting: the rest.'),
      })
      .exactOptional()
      .describe('vantage and waiting, divided as far as it can be told. Absent in reports of 0.1 and 0.2.'),
  }),
  explanation: z.string().describe('One sentence that says why.'),
  betterBound: z
    .object({ bound: z.number(), estimate: z.number().describe('What would have been drawn with it.') })
    .exactOptional()
    .describe(
      'One more bound that would make the estimate right, where it is interpolation that makes it wrong. Absent where no single bound would, and in reports of 0.2 and before.',
    ),
  comparable: z
    .boolean()
    .exactOptional()
    .describe(
      'False where client and server counted different requests or measured in different units: error and parts are null then. Absent where they are comparable.',
    ),
})

const mismatchCause = z.enum([
  'several processes',
  'unscraped instance',
  'narrow matcher',
  'wide matcher',
  'other series',
  'answered before the service',
  'lost in a restart',
  'foreign traffic',
  'retries',
  'scrapes counted',
  'followed redirects',
  'unanswered requests',
])

const mismatch = z
  .object({
    kind: z
      .enum(['fewer', 'more', 'unanswered'])
      .describe(
        '`fewer`: the histogram lacks requests of the client. `more`: it holds requests that the client did not send. `unanswered`: it holds requests of the client that got no answer.',
      ),
    difference: z.number().describe('serverObserved - clientAnswered'),
    possibleCauses: z.array(mismatchCause),
    excludedCauses: z.array(mismatchCause).describe('What the evidence of the run speaks against.'),
  })
  .describe(
    'Client and server counted different requests: by more than 5 and more than 3%. The cross-check does not compare them, and an alert that did not fire proves nothing. Absent where they counted the same.',
  )

export const populations = z
  .object({
    clientAnswered: count,
    serverObserved: z.number().nonnegative(),
    serverExact: count.nullable(),
    note: z.string().nullable().describe('Why the counts differ, where they do.'),
    mismatch: mismatch.exactOptional(),
  })
  .describe('How many observations client and server counted: the first two should be equal.')

export const route = z
  .object({
    requests: z.array(z.string()).describe('The names of those that share the matchers: they are one population.'),
    match: z.string().describe('As the scenario has it.'),
    crossCheck: z.array(crossCheckRow),
    populations: populations.nullable().describe('Null where what the matchers accept could not be counted.'),
    uncounted: uncounted.exactOptional().describe('Why it could not be counted. Absent where it could.'),
    overlaps: z
      .array(z.object({ match: z.string(), series: z.string().describe('One that both accept.') }))
      .exactOptional()
      .describe(
        'Matchers of other requests that accept the same series, so that what is counted is not of these requests alone and nothing is compared. Absent where there are none.',
      ),
  })
  .describe('What the histogram says of the requests that have matchers of their own, beside the exact latencies.')
