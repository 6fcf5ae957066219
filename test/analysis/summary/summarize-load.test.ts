import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { summarizeLoad } from '../../../analysis/summary/summarize-load.ts'
import type { ReportedLoad } from '../../../core/report/report.ts'
import type { LoadResult } from '../../../core/run/load-result.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { evenly, loadOf, phaseWindows, type Request } from '../support/load-of.ts'
import { requestTemplates, runRecordOf } from '../support/run-record-of.ts'

const summarized = (load: LoadResult) => summarizeLoad(load, runRecordOf({ load }).scenario)

describe('summarizeLoad', () => {
  const phases = phaseWindows([
    { name: 'warm-up', seconds: 5, measured: false },
    { name: 'baseline', seconds: 10 },
    { name: 'pause', seconds: 5, measured: false },
    { name: 'spike', seconds: 10 },
  ])
  const requests = [
    ...evenly(0, 5, 10, () => ({ serviceTime: 9 })),
    ...evenly(5, 15, 10, () => ({ serviceTime: 0.1 })),
    ...evenly(15, 20, 10, () => ({ serviceTime: 9 })),
    ...evenly(20, 30, 40, (i) =>
      i % 4 === 0 ? { serviceTime: 0.01, outcome: 'status' as const } : { serviceTime: 0.3, firstByte: 0.1, wait: 0.2 },
    ),
    { due: 29.9, serviceTime: 0, outcome: 'timeout' as const },
    { due: 29.9, serviceTime: 0, outcome: 'unfinished' as const },
  ]
  const { total, phases: each } = summarized(loadOf(phases, requests))

  it('totals the measured phases alone', () => {
    expect(total).toMatchObject({
      offered: 502,
      completed: 400,
      errors: 100,
      timeouts: 1,
      unfinished: 1,
      errorKinds: { status: 100 },
      durationSeconds: 20,
      offeredRate: 25.1,
      achievedRate: 20,
    })
    expect(total.offered).toBe(total.completed + total.errors + total.timeouts + total.unfinished)
  })

  it('leaves error responses out of the SLA population and keeps requests that never ended', () => {
    expect(total.responseTime).toMatchObject({ count: 402, unboundedCount: 2, min: 0.1, p95: 0.5, max: null })
    expect(total.serviceTime).toMatchObject({ count: 402, p95: 0.3 })
    expect(total.timeToFirstByte).toMatchObject({ count: 402, unboundedCount: 2, p50: 0.1, p95: 0.1 })
    expect(total.firstByteResponseTime).toMatchObject({ count: 402, unboundedCount: 2, min: 0.1, p95: 0.1 + 0.2 })
    expect(total.errorTime).toMatchObject({ count: 100, max: 0.01 })
  })

  it('says what opening a connection cost the measured requests that waited for it', () => {
    const cost = {
      phase: 1,
      request: 0,
      requests: 3,
      connectTime: latenciesOf([0.01, 0.02]),
      tlsTime: latenciesOf([0.03, 0.04]),
      timeToFirstByte: latenciesOf([0.05, 0.06]),
      serviceTime: latenciesOf([0.07, 0.08]),
      timeFromTls: latenciesOf([0.1, 0.12]),
      timeFromConnect: latenciesOf([0.11, 0.14]),
    }
    const waitedFor = (openingCosts: LoadResult['openingCosts']) =>
      summarized(loadOf(phases, requests, { openingCosts })).connections?.waitedFor
    expect(waitedFor([cost, { ...cost, phase: 0 }, { ...cost, phase: 3 }])).toMatchObject({
      requests: 6,
      connectTime: { count: 4, max: 0.02 },
      tlsTime: { max: 0.04 },
      timeToFirstByte: { max: 0.06 },
      serviceTime: { max: 0.08 },
    })
    expect(waitedFor([{ ...cost, tlsTime: latenciesOf([0, 0]) }])?.tlsTime).toBeNull()
    expect(waitedFor([{ ...cost, phase: 0 }])).toBeUndefined()
  })

  it('counts the connections that were opened, and says nothing of TLS where there was none', () => {
    const [connectTime, tlsTime] = [latenciesOf([0.001, 0.001, 0.004]), latenciesOf([0.01, 0.02, 0.03])]
    const connectionsOf = (connectionTimes: LoadResult['connectionTimes']) =>
      summarized(loadOf(phases, requests, { connectionTimes })).connections
    expect(connectionsOf({ connectTime, tlsTime })).toMatchObject({
      opened: 3,
      connectTime: { count: 3, p50: 0.001, max: 0.004 },
      tlsTime: { count: 3, max: 0.03 },
    })
    expect(connectionsOf({ connectTime, tlsTime: latenciesOf([]) })).toMatchObject({ opened: 3, tlsTime: null })
  })

  it('summarizes each phase by itself', () => {
    expect(
      each.map(({ name, measured, offeredRate, achievedRate }) => ({ name, measured, offeredRate, achievedRate })),
    ).toEqual([
      { name: 'warm-up', measured: false, offeredRate: 10, achievedRate: 10 },
      { name: 'baseline', measured: true, offeredRate: 10, achievedRate: 10 },
      { name: 'pause', measured: false, offeredRate: 10, achievedRate: 10 },
      { name: 'spike', measured: true, offeredRate: 40.2, achievedRate: 30 },
    ])
    expect(each[1]).toMatchObject({ startSeconds: 5, endSeconds: 15, model: 'open', responseTime: { p95: 0.1 } })
  })

  it('gives a phase that never began a rate of 0', () => {
    const cut = [{ ...phaseWindows([{ name: 'only', seconds: 5 }])[0], endSeconds: 0 }] as typeof phases
    expect(summarized(loadOf(cut, [])).phases[0]).toMatchObject({ offeredRate: 0, achievedRate: 0, offered: 0 })
  })
})

describe('the requests of a load', () => {
  const scenario = { requests: requestTemplates('browse', 'login', 'checkout') }
  const phases = phaseWindows([
    { name: 'warm-up', seconds: 3, measured: false },
    { name: 'calm', seconds: 3 },
    { name: 'spike', seconds: 3 },
  ])
  const requestsOf = (requests: readonly Request[]) => {
    const load = loadOf(phases, requests)
    return summarizeLoad(load, runRecordOf({ load, scenario }).scenario)
  }

  it('are those of the measured phases, in the order of the scenario, also where one was never due', () => {
    const { requests } = requestsOf(
      evenly(0, 9, 10, (i) => ({ serviceTime: i % 2 === 0 ? 0.1 : 0.4, request: i % 2 === 0 ? 2 : 0 })),
    )
    expect(
      requests?.map(({ name, offered, achievedRate, responseTime: { p95 } }) => [name, offered, achievedRate, p95]),
    ).toEqual([
      ['browse', 30, 5, 0.4],
      ['login', 0, 0, null],
      ['checkout', 30, 5, 0.1],
    ])
  })

  const request: fc.Arbitrary<Request> = fc.record({
    due: fc.double({ min: 0, max: 8.99, noNaN: true }),
    serviceTime: fc.integer({ min: 1, max: 5000 }).map((milliseconds) => milliseconds / 1000),
    request: fc.nat({ max: 2 }),
    outcome: fc.constantFrom('completed', 'timeout', 'never sent', 'unfinished', 'interrupted', 'status', 'reset'),
  })
  const COUNTS = ['offered', 'completed', 'errors', 'timeouts', 'neverSent', 'unfinished', 'interrupted'] as const
  const POPULATIONS = ['responseTime', 'serviceTime', 'firstByteResponseTime', 'errorTime'] as const

  it('are together the total', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 200 }), (sent) => {
        const { total, requests = [] } = requestsOf(sent)
        const sum = (of: (load: ReportedLoad) => number) => requests.reduce((all, each) => all + of(each), 0)
        for (const key of COUNTS) expect(sum((load) => load[key])).toBe(total[key])
        for (const kind of ['status', 'reset'] as const)
          expect(sum(({ errorKinds }) => errorKinds[kind] ?? 0)).toBe(total.errorKinds[kind] ?? 0)
        for (const key of POPULATIONS) {
          expect(sum((load) => load[key]?.count ?? 0)).toBe(total[key]?.count)
          expect(sum((load) => load[key]?.unboundedCount ?? 0)).toBe(total[key]?.unboundedCount)
          const least = requests.flatMap((load) => load[key]?.min ?? [])
          expect(least.length === 0 ? null : Math.min(...least)).toBe(total[key]?.min)
        }
        expect(sum(({ offeredRate }) => offeredRate)).toBeCloseTo(total.offeredRate, 9)
        expect(sum(({ achievedRate }) => achievedRate)).toBeCloseTo(total.achievedRate, 9)
      }),
    )
  })
})
