import { describe, expect, it } from 'vitest'
import type { LatencyModel } from '../../../core/scenario/server-behaviour.ts'
import { type StrataOptions, strataOfService } from '../../../simulation/days/known-strata.ts'

const LATENCY: LatencyModel = { kind: 'lognormal', medianSeconds: 0.1, p95Seconds: 0.2 }

function strata(more: Partial<StrataOptions> = {}) {
  return strataOfService({
    ...{ latency: LATENCY, wakeLatenessSeconds: 0, bounds: [0.1, 0.2], readTrace: () => [], withMeans: false },
    ...more,
  })
}

describe('strataOfService', () => {
  it('works the strata of a service out once', () => {
    expect(strata()).toBe(strata())
  })

  it.each<{ what: string; more: Partial<StrataOptions> }>([
    { what: 'other bounds', more: { bounds: [0.1, 0.3] } },
    { what: 'another latency', more: { latency: { ...LATENCY, p95Seconds: 0.3 } } },
    { what: 'later timers', more: { wakeLatenessSeconds: 0.001 } },
    { what: 'the means of cells', more: { withMeans: true } },
  ])('works them out anew for $what', ({ more }) => {
    expect(strata(more)).not.toBe(strata())
  })

  it('works those of a trace out anew, for its file may hold something else', () => {
    const trace: LatencyModel = { kind: 'trace', file: 'a.txt' }
    const of = (seconds: number) => strata({ latency: trace, bounds: [0.1], readTrace: () => [seconds] }).of([])
    expect(of(0.05)).not.toEqual(of(0.2))
  })
})
