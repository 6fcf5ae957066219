import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nthSmallest } from '../../../analysis/statistics/nth-smallest.ts'

it('nthSmallest equals sorting, with ties and infinities', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true }))
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), fc.nat(), (values, n) => {
      const index = n % values.length
      const sorted = Float64Array.from(values).sort()
      expect(nthSmallest(Float64Array.from(values), index)).toBeCloseTo(sorted[index] as number, 15)
    }),
  )
})
