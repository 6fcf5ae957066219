import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crossCheck } from '../../../analysis/cross-check/cross-check.ts'
import type { CrossCheckRow } from '../../../core/report/report.ts'
import type { RunRecord } from '../../../core/run/run-record.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { endOf, evenly, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { exactRecordOf, type Observation, prometheusRecordOf } from '../support/prometheus-record-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const LAB = [0.1, 0.3, 0.5, 0.7, 1, 2, 5]
const STEADY = phaseWindows([{ name: 'steady', seconds: 60 }])

interface Seen {
  readonly bounds?: readonly number[]
  /** What the server timed of a request: by default the service time less 1 ms. */
  readonly serverTime?: (request: Request) => number
  readonly exact?: boolean
}

function recordOf(requests: readonly Request[], { bounds = LAB, serverTime, exact = true }: Seen = {}): RunRecord {
  const timed = serverTime ?? ((request) => Math.max(0, request.serviceTime - 0.001))
  const observations: Observation[] = requests.map((request) => ({ at: endOf(request), seconds: timed(request) }))
  const load = loadOf(STEADY, requests)
  const prometheus = prometheusRecordOf(bounds, observations, { end: Math.ceil(load.endSeconds) })
  return runRecordOf({ load, prometheus, exact: exact ? exactRecordOf(observations) : null })
}

function rowOf(record: RunRecord, quantile: number): CrossCheckRow {
  return crossCheck(record).rows.find((row) => row.quantile === quantile) as CrossCheckRow
}

describe('the lab: sleeps of 0.2, 0.5 and 2 s, which end 2 ms late', () => {
  const requests = evenly(0, 60, 10, (i) => ({ serviceTime: [0.2002, 0.5002, 2.002][i % 3] as number }))
  const record = recordOf(requests, { serverTime: ({ serviceTime }) => serviceTime })

  it('estimates 4.55 s for an exact P95 of 2.002 s, and explains it', () => {
    const row = rowOf(record, 0.95)
    expect(row.estimate).toBeCloseTo(4.55, 10)
    expect(row).toMatchObject({
      bucket: { lower: 2, upper: 5 },
      exactClient: 2.002,
      exactClientServiceTime: 2.002,
      exactServer: 2.002,
      insideBucket: true,
      parts: { vantage: 0, waiting: 0, interpolationAndVantage: null },
    })
    expect(row.error).toBeCloseTo(2.548, 10)
    expect(row.relativeError).toBeCloseTo(2.548 / 2.002, 10)
    expect(row.explanation).toBe(
      'The P95 lies in the bucket (2s, 5s]; its exact value 2.002s is just above the bound 2s, so 33% of requests fall into that bucket, and interpolation puts it at 4.55s, 2.55s too high. A bound at 2.1s would put it at 2.08s.',
    )
  })

  it('is checked at P50, P90, P95 and P99, each inside its bucket', () => {
    const { rows, populations } = crossCheck(record)
    expect(rows.map(({ quantile, insideBucket }) => [quantile, insideBucket])).toEqual([
      [0.5, true],
      [0.9, true],
      [0.95, true],
      [0.99, true],
    ])
    expect(populations).toEqual({ clientAnswered: 600, serverObserved: 600, serverExact: 600, note: null })
  })
})

describe('the parts of the error', () => {
  it('sum to the error, whatever was measured', () => {
    const latency = fc.double({ min: 0.001, max: 8, noNaN: true })
    const request = fc.record({
      due: fc.double({ min: 0, max: 59, noNaN: true }),
      serviceTime: latency,
      wait: fc.double({ min: 0, max: 3, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(request, { minLength: 1, maxLength: 60 }), fc.boolean(), (requests, exact) => {
        for (const { error, parts } of crossCheck(recordOf(requests, { exact })).rows) {
          const server = exact
            ? (parts.interpolation as number) + (parts.vantage as number)
            : (parts.interpolationAndVantage as number)
          expect(Math.abs(server + (parts.waiting as number) - (error as number))).toBeLessThan(1e-12)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('waiting: a backlog that no timer of the server measures', () => {
    const row = rowOf(recordOf(evenly(0, 60, 10, () => ({ serviceTime: 0.25, wait: 1.5 }))), 0.95)
    expect(row.parts.waiting).toBeCloseTo(-1.5, 2)
    expect(row.explanation).toMatch(
      /^Queueing delay: requests waited before they could be sent, .* The P95 is 1\.75s from the intended start /,
    )
  })

  it('waiting: a generator that was late although every request had a connection', () => {
    const record = recordOf(evenly(0, 60, 10, () => ({ serviceTime: 0.25, wait: 1.5 })))
    const generator = { ...record.load.generator, backlogMax: 0 }
    expect(rowOf({ ...record, load: { ...record.load, generator } }, 0.95).explanation).toMatch(
      /^Send lag: the generator itself sent requests late, /,
    )
  })

  it('waiting, divided: connections that were opened while the requests waited', () => {
    const record = recordOf(evenly(0, 60, 10, () => ({ serviceTime: 0.25, wait: 1.5 })))
    const all = (seconds: number) => latenciesOf(Array<number>(600).fill(seconds))
    const cost = {
      phase: 0,
      request: 0,
      requests: 600,
      connectTime: all(0.4),
      tlsTime: all(0.5),
      timeToFirstByte: all(0.2),
      serviceTime: all(0.25),
      timeFromTls: all(0.75),
      timeFromConnect: all(1.15),
    }
    const row = rowOf({ ...record, load: { ...record.load, openingCosts: [cost] } }, 0.95)
    const { tls, connect, queue } = row.parts.split ?? {}
    expect(tls).toBeCloseTo(-0.5, 2)
    expect(connect).toBeCloseTo(-0.4, 2)
    expect(queue).toBeCloseTo(-0.6, 2)
    expect((tls ?? 0) + (connect ?? 0) + (queue ?? 0)).toBeCloseTo(row.parts.waiting ?? 0, 12)
    expect(row.explanation).toMatch(
      /These 1\.5s are the largest part of the error, of them 900ms for connecting and TLS;/,
    )
  })

  it('vantage, divided: a body that takes its time after the first byte', () => {
    const requests = evenly(0, 60, 10, () => ({ serviceTime: 0.9, firstByte: 0.3 }))
    const { vantage, split } = rowOf(recordOf(requests, { serverTime: () => 0.29 }), 0.95).parts
    expect(split?.beforeFirstByte).toBeCloseTo(-0.01, 2)
    expect(split?.afterFirstByte).toBeCloseTo(-0.6, 2)
    expect((split?.beforeFirstByte ?? 0) + (split?.afterFirstByte ?? 0)).toBeCloseTo(vantage ?? 0, 12)
  })

  it('vantage: a network that no timer of the server measures', () => {
    const requests = evenly(0, 60, 10, () => ({ serviceTime: 0.9 }))
    const row = rowOf(recordOf(requests, { serverTime: () => 0.29 }), 0.95)
    expect(row.parts.vantage).toBeCloseTo(-0.61, 2)
    expect(row.explanation).toMatch(
      /^Server\/client gap \(network and queueing\): the server's timer misses 610ms\. Its P95 is 290ms, the client's is 900ms\./,
    )
  })

  it('gives interpolation and vantage as one sum where the service keeps no exact record', () => {
    const row = rowOf(
      recordOf(
        evenly(0, 60, 10, () => ({ serviceTime: 0.25 })),
        { exact: false },
      ),
      0.95,
    )
    expect(row).toMatchObject({ exactServer: null, insideBucket: true, parts: { interpolation: null, vantage: null } })
    expect(row.parts.interpolationAndVantage).toBeCloseTo(0.29 - 0.25, 3)
  })
})

describe('explanations', () => {
  const constant = (serviceTime: number, bounds: readonly number[]) =>
    rowOf(
      recordOf(
        evenly(0, 60, 10, () => ({ serviceTime })),
        { bounds, serverTime: () => serviceTime },
      ),
      0.95,
    ).explanation

  it.each([
    {
      what: "Prometheus' own example: 220 ms reads as 295 ms",
      seconds: 0.22,
      bounds: [0.1, 0.2, 0.3, 0.45],
      explanation:
        'The P95 lies in the bucket (200ms, 300ms]; its exact value is 220ms, but interpolation spreads the 100% of requests in that bucket evenly and puts it at 295ms, 75ms too high. A bound at 220ms would put it at 219ms.',
    },
    {
      what: 'and 320 ms as 442.5 ms',
      seconds: 0.32,
      bounds: [0.1, 0.2, 0.3, 0.45],
      explanation:
        'The P95 lies in the bucket (300ms, 450ms]; its exact value is 320ms, but interpolation spreads the 100% of requests in that bucket evenly and puts it at 443ms, 123ms too high. A bound at 320ms would put it at 319ms.',
    },
    {
      what: 'an estimate that is close by chance, in a wide bucket',
      seconds: 0.295,
      bounds: [0.1, 0.2, 0.3, 0.45],
      explanation:
        'The P95 estimate is 295ms, exactly right (exact 295ms): by chance, for the bucket (200ms, 300ms] allows anything from 200ms to 300ms.',
    },
    {
      what: 'an estimate in a bucket so narrow that it cannot be far off',
      seconds: 0.295,
      bounds: [0.1, 0.29, 0.3, 0.45],
      explanation:
        'The P95 estimate is 300ms, 4.5ms too high (exact 295ms): the bucket (290ms, 300ms] is narrow enough.',
    },
    {
      what: 'a quantile above the highest bound',
      seconds: 7.2,
      bounds: LAB,
      explanation:
        'The P95 lies above the highest bound 5s, so the histogram returns 5s: 2.2s too low (exact 7.2s), and it would return the same for any slower service. It needs a bound above 7.2s.',
    },
  ])('$what', ({ seconds, bounds, explanation }) => {
    expect(constant(seconds, bounds)).toBe(explanation)
  })

  it('explains an empty histogram', () => {
    const record = recordOf(evenly(0, 60, 10, () => ({ serviceTime: 0.2 })))
    const silent = { ...record, prometheus: prometheusRecordOf(LAB, [], { end: 61 }), exact: null }
    expect(rowOf(silent, 0.95)).toMatchObject({
      estimate: null,
      bucket: null,
      error: null,
      insideBucket: null,
      explanation: 'The histogram has no observations, so that no quantile can be estimated from it.',
    })
  })
})

it('checks nothing without a histogram, or with an unknown count', () => {
  const record = recordOf(evenly(0, 60, 10, () => ({ serviceTime: 0.2 })))
  expect(crossCheck({ ...record, prometheus: null })).toEqual({ rows: [], populations: null, serverTime: null })
  const prometheus = record.prometheus && { ...record.prometheus, total: null }
  expect(crossCheck({ ...record, prometheus })).toEqual({ rows: [], populations: null, serverTime: null })
})

it('reports a check that crashes in its row', () => {
  const record = recordOf(evenly(0, 60, 10, () => ({ serviceTime: 0.2 })))
  const broken = {
    ...record,
    prometheus: record.prometheus && { ...record.prometheus, total: { count: 1, sum: 1, buckets: null as never } },
  }
  const row = rowOf(broken, 0.95)
  expect(row.estimate).toBeNull()
  expect(row.explanation).toMatch(/^The P95 could not be checked: /)
})
