import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { poissonInterval, regularizedGamma } from '../../../analysis/statistics/poisson-interval.ts'

/** P(N ≤ k), term by term. */
function atMost(k: number, mean: number): number {
  let [term, sum] = [Math.exp(-mean), Math.exp(-mean)]
  for (let i = 1; i <= k; i++) {
    term *= mean / i
    sum += term
  }
  return sum
}

describe('poissonInterval', () => {
  it.each([
    { what: 'no event', events: 0, lower: 0, upper: 3.6889 },
    { what: 'one, as tables have it', events: 1, lower: 0.0253, upper: 5.5716 },
    { what: 'ten, as tables have it', events: 10, lower: 4.7954, upper: 18.3904 },
    { what: 'a hundred, as tables have it', events: 100, lower: 81.3636, upper: 121.6268 },
  ])('$what', ({ events, lower, upper }) => {
    const bounds = poissonInterval(events)
    expect(bounds.lower).toBeCloseTo(lower, 3)
    expect(bounds.upper).toBeCloseTo(upper, 3)
  })

  it('has a tail of what was asked at each end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 1e-4, max: 0.2, noNaN: true }), (events, tail) => {
        const { lower, upper } = poissonInterval(events, tail)
        expect(atMost(events, upper)).toBeCloseTo(tail, 8)
        expect(1 - atMost(events - 1, lower)).toBeCloseTo(tail, 8)
      }),
    )
  })

  it('is narrower where more is known, and wider for a smaller tail', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (events) => {
        const relative = (of: number) => {
          const { lower, upper } = poissonInterval(of)
          return (upper - lower) / of
        }
        expect(relative(events * 4)).toBeLessThan(relative(events))
        expect(poissonInterval(events, 0.001).upper).toBeGreaterThan(poissonInterval(events).upper)
      }),
    )
  })

  it('rejects a negative count', () => {
    expect(() => poissonInterval(-1)).toThrow(RangeError)
  })
})

describe('regularizedGamma', () => {
  it('is the probability of at least so many events', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0.01, max: 200, noNaN: true }), (count, mean) => {
        expect(regularizedGamma(count, mean)).toBeCloseTo(1 - atMost(count - 1, mean), 10)
      }),
    )
  })
})
