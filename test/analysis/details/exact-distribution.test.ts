import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactDistribution } from '../../../analysis/details/exact-distribution.ts'
import { boundedCount, countAtOrBelow } from '../../../core/latency/latency-counts.ts'
import { latenciesOf } from '../support/latencies-of.ts'

describe('exactDistribution', () => {
  test('is null of nothing', () => {
    expect(exactDistribution('serverTime', latenciesOf([]))).toBeNull()
  })

  test('leaves nothing out that would move the curve by more than 1/400 of its height or ratio', () => {
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
