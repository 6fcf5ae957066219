import { describe, expect, it } from 'vitest'
import { stagesOf } from '../../../analysis/cross-check/stages.ts'
import { latencyQuantile, NO_LATENCIES } from '../../../core/latency/latency-counts.ts'
import type { LoadSlot, OpeningCost } from '../../../core/run/load-result.ts'
import { NOTHING_OFFERED } from '../../support/nothing-offered.ts'
import { latenciesOf } from '../../support/sample-load.ts'

const slot: LoadSlot = {
  ...NOTHING_OFFERED,
  second: 0,
  phase: 0,
  request: 0,
  offered: 2,
  completed: 2,
  responseTime: latenciesOf(1, 2),
  serviceTime: latenciesOf(0.1, 0.2),
  timeToFirstByte: latenciesOf(0.05, 0.1),
  firstByteResponseTime: latenciesOf(0.9, 1.9),
  errorResponseTime: NO_LATENCIES,
  errorServiceTime: NO_LATENCIES,
}
const cost: OpeningCost = {
  phase: 0,
  request: 0,
  requests: 1,
  connectTime: latenciesOf(0.3),
  tlsTime: latenciesOf(0.5),
  timeToFirstByte: latenciesOf(0.1),
  serviceTime: latenciesOf(0.2),
  timeFromTls: latenciesOf(0.7),
  timeFromConnect: latenciesOf(1),
}
const whole = { problems: [] }
const most = (latencies: Parameters<typeof latencyQuantile>[0] | null) => latencies && latencyQuantile(latencies, 1)

describe('stagesOf', () => {
  it('adds TLS and connecting to the requests that waited for them, and to no others', () => {
    const { timeToFirstByte, timeFromTls, timeFromConnect } = stagesOf(whole, [slot], slot.serviceTime, [cost])
    expect(most(timeToFirstByte)).toBeCloseTo(0.1, 2)
    expect(most(timeFromTls)).toBeCloseTo(0.7, 2)
    expect(most(timeFromConnect)).toBeCloseTo(1, 2)
    expect(timeFromTls && latencyQuantile(timeFromTls, 0.5)).toBeCloseTo(0.1, 2)
  })

  it('is the service time where no request waited', () => {
    const { timeFromTls, timeFromConnect } = stagesOf(whole, [slot], slot.serviceTime, [])
    expect([timeFromTls, timeFromConnect]).toEqual([slot.serviceTime, slot.serviceTime])
  })

  it.each<[string, Partial<LoadSlot>]>([
    ['an error answer', { errors: 1, errorServiceTime: latenciesOf(0.01) }],
    ['a request that timed out in its body', { timeouts: 1, timeToFirstByte: latenciesOf(0.05, 0.1, 0.2) }],
    ['an unfinished one', { unfinished: 1 }],
    ['an answer of which nobody stamped it', { timeToFirstByte: latenciesOf(0.05) }],
  ])('knows no first byte of %s, so that it knows none', (_, others) => {
    expect(stagesOf(whole, [{ ...slot, ...others }], slot.serviceTime, []).timeToFirstByte).toBeNull()
  })

  it('knows nothing of connections where a generator was lost', () => {
    const lost = {
      kind: 'generator-lost',
      generator: 1,
      generators: 2,
      atSeconds: 1,
      reason: 'r',
      lost: 0,
      cutPhases: [],
    } as const
    expect(stagesOf({ problems: [lost] }, [slot], slot.serviceTime, [cost])).toMatchObject({
      timeFromTls: null,
      timeFromConnect: null,
    })
  })
})
