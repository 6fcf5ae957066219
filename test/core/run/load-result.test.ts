import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_LATENCIES, totalCount } from '../../../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../../../core/latency/latency-histogram.ts'
import {
  type Accounting,
  answeredLatencies,
  type LoadResult,
  type LoadSlot,
  measuredSlots,
  slaLatencies,
  sumAccounting,
} from '../../../core/run/load-result.ts'
import { NOTHING_OFFERED } from '../../support/nothing-offered.ts'

function recorded(...seconds: number[]) {
  const histogram = new LatencyHistogram()
  for (const value of seconds) histogram.record(value)
  return histogram.latencies()
}

function slot(part: Partial<LoadSlot>): LoadSlot {
  return {
    ...NOTHING_OFFERED,
    second: 0,
    phase: 0,
    request: 0,
    responseTime: NO_LATENCIES,
    serviceTime: NO_LATENCIES,
    timeToFirstByte: NO_LATENCIES,
    firstByteResponseTime: NO_LATENCIES,
    errorResponseTime: NO_LATENCIES,
    errorServiceTime: NO_LATENCIES,
    ...part,
  }
}

describe('measuredSlots', () => {
  const phase = (name: string, measured: boolean) =>
    ({ name, measured, startSeconds: 0, endSeconds: 1, model: 'open' }) as const
  const slots = [0, 1, 2, 3].map((index) => slot({ second: index, phase: index }))
  const result: LoadResult = {
    phases: [phase('warm-up', false), phase('base', true), phase('spike', true), phase('base', true)],
    slots,
    completionsPerSecond: [],
    generator: {
      dispatchDelay: NO_LATENCIES,
      sendLag: NO_LATENCIES,
      eventLoopDelay: NO_LATENCIES,
      backlogMax: 0,
      inFlightMax: 0,
      cpuShare: 0,
      workers: 1,
      timers: { mode: 'sparing', reason: 'asked for', wakeError: NO_LATENCIES, spinningShare: 0, alarmClockShare: 0 },
      intervals: [],
    },
    connectionUse: [],
    connectionTimes: { connectTime: NO_LATENCIES, tlsTime: NO_LATENCIES },
    openingCosts: [],
    peer: { addresses: [], tls: null },
    firstErrors: [],
    interrupted: false,
    endSeconds: 4,
    problems: [],
  }
  const seconds = (found: readonly LoadSlot[]) => found.map(({ second }) => second)

  it('are those of all phases but the warm-up', () => {
    expect(seconds(measuredSlots(result))).toEqual([1, 2, 3])
  })

  it('of a phase are those of every phase of that name', () => {
    expect(seconds(measuredSlots(result, 'base'))).toEqual([1, 3])
    expect(seconds(measuredSlots(result, 'nowhere'))).toEqual([])
  })

  it('leave out a slot whose phase is unknown', () => {
    expect(measuredSlots({ ...result, slots: [slot({ phase: 9 })] })).toEqual([])
  })
})

const accounting: fc.Arbitrary<Accounting> = fc
  .record({
    completed: fc.nat(100),
    errors: fc.nat(100),
    timeouts: fc.nat(100),
    unfinished: fc.nat(100),
    lost: fc.nat(100),
  })
  .map((ends) => ({
    ...ends,
    neverSent: Math.floor(ends.timeouts / 2),
    interrupted: Math.floor(ends.unfinished / 2),
    offered: ends.completed + ends.errors + ends.timeouts + ends.unfinished + ends.lost,
    unexpectedStatusCodes: {},
    errorKinds: ends.errors > 0 ? { reset: ends.errors } : {},
    statusCodes: ends.completed > 0 ? { '200': ends.completed } : {},
  }))

describe('sumAccounting', () => {
  it('adds up what each part counted, kind by kind', () => {
    const one = {
      ...NOTHING_OFFERED,
      offered: 10,
      completed: 3,
      errors: 2,
      timeouts: 2,
      neverSent: 1,
      unfinished: 2,
      interrupted: 1,
      lost: 1,
    }
    const sum = sumAccounting([
      {
        ...one,
        errorKinds: { reset: 1, status: 1 },
        statusCodes: { '200': 3, '500': 1 },
        unexpectedStatusCodes: { '500': 1 },
      },
      { ...one, errorKinds: { status: 2 }, statusCodes: { '200': 3, '503': 2 }, unexpectedStatusCodes: { '503': 2 } },
    ])
    expect(sum).toEqual({
      offered: 20,
      completed: 6,
      errors: 4,
      timeouts: 4,
      neverSent: 2,
      unfinished: 4,
      interrupted: 2,
      lost: 2,
      errorKinds: { reset: 1, status: 3 },
      statusCodes: { '200': 6, '500': 1, '503': 2 },
      unexpectedStatusCodes: { '500': 1, '503': 2 },
    })
  })

  it('of nothing is nothing', () => {
    expect(sumAccounting([])).toEqual(NOTHING_OFFERED)
  })

  it('closes where every part closes, however the parts are grouped', () => {
    fc.assert(
      fc.property(fc.array(accounting), fc.array(accounting), (a, b) => {
        const sum = sumAccounting([...a, ...b])
        expect(sum.offered).toBe(sum.completed + sum.errors + sum.timeouts + sum.unfinished + sum.lost)
        expect(sumAccounting([sumAccounting(a), sumAccounting(b)])).toEqual(sum)
      }),
    )
  })
})

describe('the populations', () => {
  const slots = [
    slot({ responseTime: recorded(0.5, 0.6), serviceTime: recorded(0.1, 0.1), timeouts: 2 }),
    slot({ second: 1, responseTime: recorded(0.7), serviceTime: recorded(0.2), unfinished: 1 }),
    slot({ second: 2, errorResponseTime: recorded(0.01, 0.01), errorServiceTime: recorded(0.01, 0.01), errors: 2 }),
  ]

  it("the SLA's: completed requests, and those that never ended at +∞; no error answers", () => {
    const latencies = slaLatencies(slots, 'responseTime')
    expect(totalCount(latencies)).toBe(6)
    expect(latencies.unbounded).toBe(3)
    expect([latencies.minSeconds, latencies.maxSeconds]).toEqual([0.5, 0.7])
    expect(slaLatencies(slots, 'serviceTime').maxSeconds).toBe(0.2)
  })

  it("the cross-check's: every answer read whole, error answers too; nothing that never ended", () => {
    const latencies = answeredLatencies(slots, 'responseTime')
    expect(totalCount(latencies)).toBe(5)
    expect(latencies.unbounded).toBe(0)
    expect([latencies.minSeconds, latencies.maxSeconds]).toEqual([0.01, 0.7])
    expect(answeredLatencies(slots, 'serviceTime').maxSeconds).toBe(0.2)
  })
})
