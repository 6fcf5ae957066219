import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactDistribution } from '../../../analysis/details/exact-distribution.ts'
import { boundedCount, countAtOrBelow } from '../../../core/latency/latency-counts.ts'
import { latenciesOf } from '../support/latencies-of.ts'

describe('exactDistribution', () => {
  it('is null without a latency', () => {
    expect(exactDistribution('serverTime', latenciesOf([]))).toBeNull()
  })

  it('leaves out only steps that move the curve by less than 1/400 of its height or ratio', () => {
    const latency = fc.double({ min: 0.0001, max: 30, noNaN: true })
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 2000 }), (seconds) => {
        const latencies = latenciesOf(seconds)
        const thinned = exactDistribution('serverTime', latencies)
        expect(thinned?.seconds.length).toBeLessThanOrEqual(900)
        expect(thinned?.share.at(-1)).toBe(1)
        const ratio = Math.max(latencies.maxSeconds / latencies.minSeconds, 1) ** (1 / 400)
        for (const [i, second] of (thinned?.seconds ?? []).entries()) {
          const share = thinned?.share[i] as number
          expect(share).toBeCloseTo(countAtOrBelow(latencies, second * (1 + 1e-5)) / boundedCount(latencies), 4)
          const next = thinned?.seconds[i + 1]
          const jump = (thinned?.share[i + 1] ?? 1) - share
          if (next !== undefined && next > second * ratio * 1.01) continue
          expect(jump).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 50 },
    )
  })
})
