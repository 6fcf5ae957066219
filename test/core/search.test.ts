import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstWhere } from '../../core/search.ts'

describe('firstWhere', () => {
  it('finds the threshold, or the end if there is none', () => {
    const whole = fc.integer({ min: 0, max: 1000 })
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 0, max: 2500 }), (from, length, threshold) => {
        const end = from + length
        const expected = Math.min(end, Math.max(from, threshold))
        expect(firstWhere(from, end, (index) => index >= threshold)).toBe(expected)
      }),
    )
  })
})
