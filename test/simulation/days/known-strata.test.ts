import { describe, expect, it } from 'vitest'
import type { LatencyModel } from '../../../core/scenario/server-behaviour.ts'
import { strataOfService } from '../../../simulation/days/known-strata.ts'

const LATENCY: LatencyModel = { kind: 'lognormal', medianSeconds: 0.1, p95Seconds: 0.2 }

describe('strataOfService', () => {
  it('works the strata of a service out once', () => {
    expect(strataOfService(LATENCY, [0.1, 0.2], () => [])).toBe(strataOfService(LATENCY, [0.1, 0.2], () => []))
  })

  it.each([
    { what: 'other bounds', latency: LATENCY, bounds: [0.1, 0.3] },
    { what: 'another latency', latency: { ...LATENCY, p95Seconds: 0.3 }, bounds: [0.1, 0.2] },
  ])('works them out anew for $what', ({ latency, bounds }) => {
    expect(strataOfService(latency, bounds, () => [])).not.toBe(strataOfService(LATENCY, [0.1, 0.2], () => []))
  })

  it('works those of a trace out anew, for its file may hold something else', () => {
    const trace: LatencyModel = { kind: 'trace', file: 'a.txt' }
    const of = (seconds: number) => strataOfService(trace, [0.1], () => [seconds]).of([])
    expect(of(0.05)).not.toEqual(of(0.2))
  })
})
