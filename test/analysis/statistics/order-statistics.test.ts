import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binomialAtMost } from '../../../analysis/statistics/binomial.ts'
import { orderStatisticRanks } from '../../../analysis/statistics/order-statistics.ts'

describe('orderStatisticRanks', () => {
  it.each([
    ['200 requests know the P95 from p92 to p98.5', 0.95, 200, 184, 197],
    ['600 from p93.2 to p96.8', 0.95, 600, 559, 581],
    ['6,000 from p94.4 to p95.6', 0.95, 6000, 5666, 5734],
    ['the median of 10: the 2nd to the 9th', 0.5, 10, 2, 9],
    ['one request knows nothing', 0.95, 1, 0, 2],
  ])('%s', (_, quantile, count, lower, upper) => {
    expect(orderStatisticRanks(quantile, count)).toEqual({ lower, upper })
  })

  it.each([
    { count: 200, from: 'p92', to: 'p98.5' },
    { count: 600, from: 'p93.2', to: 'p96.8' },
    { count: 6000, from: 'p94.4', to: 'p95.6' },
  ])('the P95 of $count samples spans $from to $to', ({ count, from, to }) => {
    const { lower, upper } = orderStatisticRanks(0.95, count)
    const percentile = (rank: number) => `p${Number(((rank / count) * 100).toFixed(1))}`
    expect([percentile(lower), percentile(upper)]).toEqual([from, to])
  })

  it('needs 72 samples to bound a P95 from above', () => {
    expect(orderStatisticRanks(0.95, 71).upper).toBe(72)
    expect(orderStatisticRanks(0.95, 72).upper).toBe(72)
  })

  it('bounds the median of 4 samples on neither side', () => {
    expect(orderStatisticRanks(0.5, 4)).toEqual({ lower: 0, upper: 5 })
  })

  it('covers at least 95%, and one rank less on either side would not', () => {
    const quantile = fc.double({ min: 0.01, max: 0.995, noNaN: true })
    fc.assert(
      fc.property(quantile, fc.integer({ min: 1, max: 5000 }), (q, count) => {
        const { lower, upper } = orderStatisticRanks(q, count)
        const below = (rank: number) => binomialAtMost(rank - 1, count, q)
        if (lower > 0) expect(below(lower)).toBeLessThanOrEqual(0.025)
        if (lower < count) expect(below(lower + 1)).toBeGreaterThan(0.025)
        if (upper <= count) expect(below(upper)).toBeGreaterThanOrEqual(0.975)
        expect(below(upper - 1)).toBeLessThan(0.975)
      }),
    )
  })

  it.each([0, 1, Number.NaN])('rejects the quantile %d', (quantile) => {
    expect(() => orderStatisticRanks(quantile, 100)).toThrow(RangeError)
  })
})
