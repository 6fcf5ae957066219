import { describe, expect, it } from 'vitest'
import { checkRoutes } from '../../../analysis/cross-check/check-routes.ts'
import { judgeRun } from '../../../analysis/judge-run.ts'
import type { RouteRecord } from '../../../core/run/prometheus-record.ts'
import type { RunRecord } from '../../../core/run/run-record.ts'
import { endOf, evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { prometheusRecordOf } from '../support/prometheus-record-of.ts'
import { requestTemplates, runRecordOf } from '../support/run-record-of.ts'

const BOUNDS = [0.1, 0.3, 1, 2.5]
const CHECKOUT = '{route="/checkout"}'
const BROWSE = '{route="/browse"}'
const PHASES = phaseWindows([
  { name: 'warm-up', seconds: 2, measured: false },
  { name: 'steady', seconds: 20 },
])

/** Nine of ten requests are browse and take 50 ms, one is checkout and takes 2 s. */
const REQUESTS = evenly(2, 22, 20, (i) =>
  i % 10 === 9 ? { serviceTime: 2, request: 1 } : { serviceTime: 0.05, request: 0 },
)
const LOAD = loadOf(PHASES, REQUESTS)

function routeOf(match: string, request: number, changes: Partial<RouteRecord> = {}): RouteRecord {
  const own = REQUESTS.filter((each) => each.request === request)
  const observed = own.map((each) => ({ at: endOf(each), seconds: each.serviceTime }))
  const { snapshots, total, resets } = prometheusRecordOf(BOUNDS, observed, { baseline: 2, end: 26 })
  return { match, snapshots, total, resets, ...changes }
}

function recordOf(
  routes: readonly RouteRecord[],
  sla: readonly string[] = [],
  matches = [BROWSE, CHECKOUT],
): RunRecord {
  const observed = REQUESTS.map((each) => ({ at: endOf(each), seconds: each.serviceTime }))
  return runRecordOf({
    load: LOAD,
    sla,
    prometheus: { ...prometheusRecordOf(BOUNDS, observed, { baseline: 2, end: 26 }), routes },
    scenario: {
      requests: requestTemplates('browse', 'checkout').map((each, i) => ({ ...each, match: matches[i] as string })),
      service: {
        kind: 'target',
        target: {
          url: 'http://127.0.0.1:1',
          verifyTls: true,
          metrics: { urls: [], histogram: 'model_latency_seconds', match: '', requests: [] },
        },
      },
    },
  })
}

const both = [routeOf(BROWSE, 0), routeOf(CHECKOUT, 1)]
const p95 = (routes: ReturnType<typeof checkRoutes>, index: number) =>
  routes?.[index]?.crossCheck.find(({ quantile }) => quantile === 0.95)

describe('the cross-check of requests with matchers of their own', () => {
  it('holds the estimate of each against the exact quantile of the same requests', () => {
    const routes = checkRoutes(recordOf(both))
    expect(
      routes?.map(({ requests, match, populations }) => [
        requests,
        match,
        populations?.clientAnswered,
        populations?.serverObserved,
      ]),
    ).toEqual([
      [['browse'], BROWSE, 360, 360],
      [['checkout'], CHECKOUT, 40, 40],
    ])
    expect(p95(routes, 0)).toMatchObject({ exactClient: 0.05, bucket: { lower: 0, upper: 0.1 }, insideBucket: true })
    expect(p95(routes, 1)).toMatchObject({ exactClient: 2, bucket: { lower: 1, upper: 2.5 }, exactServer: null })
  })

  it('takes requests that share their matchers as one population', () => {
    const shared = {
      ...prometheusRecordOf(
        BOUNDS,
        REQUESTS.map((each) => ({ at: endOf(each), seconds: each.serviceTime })),
        { baseline: 2, end: 26 },
      ),
      match: BROWSE,
    }
    const [route, ...others] = checkRoutes(recordOf([shared], [], [BROWSE, BROWSE])) ?? []
    expect(others).toEqual([])
    expect(route).toMatchObject({
      requests: ['browse', 'checkout'],
      populations: { clientAnswered: 400, serverObserved: 400 },
    })
  })

  it('is none where no request has matchers', () => {
    const record = recordOf([])
    const { routes: _, ...prometheus } = record.prometheus ?? prometheusRecordOf(BOUNDS, [], { end: 1 })
    expect(checkRoutes({ ...record, prometheus })).toBeUndefined()
    expect(judgeRun({ ...record, prometheus }).routes).toBeUndefined()
  })

  it('names a mismatch of one request, and compares the others all the same', () => {
    const routes = checkRoutes(recordOf([routeOf(BROWSE, 0), routeOf(CHECKOUT, 0)]))
    expect(p95(routes, 0)).toMatchObject({ error: expect.any(Number) })
    expect(p95(routes, 1)).toMatchObject({ error: null, comparable: false })
    expect(routes?.[1]?.populations).toMatchObject({
      mismatch: { kind: 'more', difference: 320, possibleCauses: ['wide matcher', 'foreign traffic', 'retries'] },
      note: `The histogram counted 360 requests, 320 more than the 40 of the client: perhaps the matchers ${CHECKOUT} accept other requests too, other clients called the service too, or a proxy sent requests again. Every request of the client got a response.`,
    })
  })

  it('compares nothing where the matchers of another request accept the same series', () => {
    const overlaps = [{ match: BROWSE, series: 'model_latency_seconds{route="/checkout"}' }]
    const routes = checkRoutes(recordOf([routeOf(BROWSE, 0), routeOf(CHECKOUT, 1, { overlaps })]))
    expect(routes?.[1]).toMatchObject({ overlaps })
    expect(p95(routes, 1)?.explanation).toBe(
      `The histogram's P95 of 2.42s is not held against the client's 2s. Its matchers accept series that those of other requests accept too (model_latency_seconds{route="/checkout"}, by ${BROWSE} of browse), so that it does not count its own requests alone.`,
    )
  })

  it('tells once of two requests whose matchers accept the same series', () => {
    const series = 'model_latency_seconds{route="/checkout"}'
    const { notes = [] } = judgeRun(
      recordOf([
        routeOf(BROWSE, 0, { overlaps: [{ match: CHECKOUT, series }] }),
        routeOf(CHECKOUT, 1, { overlaps: [{ match: BROWSE, series }] }),
      ]),
    )
    expect(notes.filter((note) => note.includes('both accept'))).toEqual([
      `The matchers ${BROWSE} of browse and ${CHECKOUT} of checkout both accept ${series}: what each of the two counts is not its own, so neither is compared.`,
    ])
  })

  it('says why what the matchers accept could not be counted, and the run is inconclusive for it', () => {
    const missing = routeOf(CHECKOUT, 1, {
      total: null,
      snapshots: [],
      uncounted: { kind: 'noMatch', labels: [{ label: 'route', values: ['/browse', '/pay'] }] },
    })
    const { routes, verdict, reasons } = judgeRun(recordOf([routeOf(BROWSE, 0), missing], ['p95 < 3s']))
    const why =
      "No series of the histogram model_latency_seconds matches the scenario's matchers (route has the values /browse and /pay), so it could not be checked."
    expect(routes?.[1]).toMatchObject({
      crossCheck: [],
      populations: null,
      uncounted: { kind: 'noMatch', reason: why },
    })
    expect(verdict).toBe('inconclusive')
    expect(reasons).toContain(`Of checkout: ${why}`)
  })
})

describe('an objective about a request with matchers', () => {
  const lines = ['p95 < 1s for checkout', 'p95 < 60ms for browse', 'p95 < 1s', 'p95 < 1s for checkout during steady']
  const estimates = (record: RunRecord) =>
    judgeRun(record).sla.map(({ finding, estimate, estimateFinding }) => [
      finding,
      estimate === null ? null : Number(estimate.toPrecision(3)),
      estimateFinding,
    ])

  it('is judged by its part of the histogram alone', () => {
    expect(estimates(recordOf(both, lines))).toEqual([
      ['fail', 2.42, 'fail'],
      ['pass', 0.095, 'fail'],
      ['fail', 1.75, 'fail'],
      ['fail', 2.42, 'fail'],
    ])
  })

  it('is not, where that holds other requests, which is said of the run', () => {
    const report = judgeRun(recordOf([routeOf(BROWSE, 0), routeOf(CHECKOUT, 0)], lines))
    expect(report.sla.map(({ estimateFinding }) => estimateFinding)).toEqual([null, 'fail', 'fail', null])
    expect(report.notes?.find((note) => note.startsWith('Of checkout: The histogram counted 360'))).toBeDefined()
  })

  it('is not, where requests share their matchers, or have none', () => {
    const shared = { ...routeOf(BROWSE, 0), match: BROWSE }
    expect(estimates(recordOf([shared], lines.slice(0, 2), [BROWSE, BROWSE]))).toEqual([
      ['fail', null, null],
      ['pass', null, null],
    ])
    const record = recordOf([], lines.slice(0, 1))
    const requests = requestTemplates('browse', 'checkout')
    expect(estimates({ ...record, scenario: { ...record.scenario, requests } })).toEqual([['fail', null, null]])
  })

  it('is judged by the whole histogram where that observes it alone', () => {
    const record = recordOf([], ['p95 < 1s for checkout'])
    const service = {
      kind: 'target',
      target: {
        url: 'http://127.0.0.1:1',
        verifyTls: true,
        metrics: { urls: [], histogram: 'h', match: CHECKOUT, requests: ['checkout'] },
      },
    } as const
    const { total, snapshots } = routeOf(CHECKOUT, 1)
    const prometheus = record.prometheus && { ...record.prometheus, total, snapshots }
    expect(estimates({ ...record, prometheus, scenario: { ...record.scenario, service } })).toEqual([
      ['fail', 2.42, 'fail'],
    ])
  })
})
