import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SlidingLatencies } from '../../../analysis/timeline/sliding-latencies.ts'
import { latencyQuantile, mergeLatencies, NO_LATENCIES } from '../../../core/latency/latency-counts.ts'
import { latenciesOf } from '../support/latencies-of.ts'

describe('SlidingLatencies', () => {
  it('equals the quantiles of the merged window', () => {
    const second = fc.record({
      seconds: fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { maxLength: 60 }),
      timeouts: fc.nat({ max: 2 }),
    })
    fc.assert(
      fc.property(fc.array(second, { maxLength: 20 }), fc.integer({ min: 1, max: 6 }), (seconds, length) => {
        const all = seconds.map((next) => latenciesOf(next.seconds, next.timeouts))
        const sliding = new SlidingLatencies(all)
        all.forEach((next, i) => {
          if (i >= length) sliding.remove(all[i - length] as typeof next)
          sliding.add(next)
          const merged = mergeLatencies(all.slice(Math.max(0, i - length + 1), i + 1))
          for (const q of [0.5, 0.95, 0.99]) expect(sliding.quantile(q)).toBe(latencyQuantile(merged, q))
        })
      }),
      { numRuns: 60 },
    )
  })

  it('accepts empty seconds', () => {
    const sliding = new SlidingLatencies([NO_LATENCIES, NO_LATENCIES])
    for (let i = 0; i < 2; i++) sliding.add(NO_LATENCIES)
    for (let i = 0; i < 2; i++) sliding.remove(NO_LATENCIES)
    expect(sliding.quantile(0.5)).toBeNaN()
  })

  it('rejects unknown latencies, and the removal of latencies that were not added', () => {
    const known = latenciesOf([1])
    const sliding = new SlidingLatencies([known])
    expect(() => sliding.add(latenciesOf([2]))).toThrow(RangeError)
    expect(() => sliding.remove(known)).toThrow(RangeError)
  })
})
