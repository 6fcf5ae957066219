import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderStatisticInterval } from '../../../analysis/layouts/order-statistics.ts'

describe('the interval of a quantile by order statistics', () => {
  it.each([
    ['200 requests know the P95 from p92 to p98.5', 0.95, 200, 184, 197],
    ['600 from p93.2 to p96.8', 0.95, 600, 559, 581],
    ['6,000 from p94.4 to p95.6', 0.95, 6000, 5666, 5734],
    ['the median of 10: the 2nd to the 9th', 0.5, 10, 2, 9],
    ['71 requests bound the P95 on one side only', 0.95, 71, 63, 72],
    ['with 72 the slowest is above it at last: 0.95^72 < 2.5%', 0.95, 72, 64, 72],
    ['one request knows nothing', 0.95, 1, 0, 2],
  ])('%s', (_, quantile, count, lowerRank, upperRank) => {
    expect(orderStatisticInterval(quantile, count)).toEqual({ lowerRank, upperRank })
  })

  it('encloses the quantile with 95% by direct summation, and no narrower interval does on either side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.constantFrom(0.5, 0.9, 0.95), (count, quantile) => {
        const { lowerRank, upperRank } = orderStatisticInterval(quantile, count)
        const atMost = (k: number) => {
          let [sum, choose] = [0, 1]
          for (let i = 0; i <= k; i++) {
            sum += choose * quantile ** i * (1 - quantile) ** (count - i)
            choose = (choose * (count - i)) / (i + 1)
          }
          return sum
        }
        expect(atMost(lowerRank - 1)).toBeLessThanOrEqual(0.025)
        if (lowerRank < count) expect(atMost(lowerRank)).toBeGreaterThan(0.025)
        expect(1 - atMost(upperRank - 1)).toBeLessThanOrEqual(0.025 + 1e-12)
        expect(1 - atMost(upperRank - 2)).toBeGreaterThan(0.025)
      }),
    )
  })

  it('takes ten million without underflow', () => {
    const { lowerRank, upperRank } = orderStatisticInterval(0.99, 1e7)
    // ± 1.96 standard deviations of the binomial, which is 314.6 here.
    expect(lowerRank).toBeGreaterThan(9_900_000 - 620)
    expect(lowerRank).toBeLessThan(9_900_000 - 610)
    expect(upperRank).toBeGreaterThan(9_900_000 + 610)
    expect(upperRank).toBeLessThan(9_900_000 + 625)
  })
})
