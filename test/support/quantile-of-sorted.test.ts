import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantileOfSorted } from './quantile-of-sorted.ts'

describe('quantileOfSorted', () => {
  it('is the smallest value with at least that share at or below it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 99 }),
        (values, percent) => {
          const sorted = [...values].sort((a, b) => a - b)
          const found = quantileOfSorted(sorted, percent / 100)
          const needed = percent * sorted.length
          const atOrBelow = (limit: number) => sorted.filter((value) => value <= limit).length * 100
          expect(atOrBelow(found)).toBeGreaterThanOrEqual(needed)
          const smaller = sorted.filter((value) => value < found).at(-1)
          if (smaller !== undefined) expect(atOrBelow(smaller)).toBeLessThan(needed)
        },
      ),
    )
  })

  it('of nothing is NaN', () => {
    expect(quantileOfSorted([], 0.5)).toBeNaN()
  })
})
