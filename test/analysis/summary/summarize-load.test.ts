import { describe, expect, it } from 'vitest'
import { summarizeLoad } from '../../../analysis/summary/summarize-load.ts'
import type { LoadResult } from '../../../core/run/load-result.ts'
import { latenciesOf } from '../support/latencies-of.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

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
