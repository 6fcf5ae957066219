import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalAtMost, normalQuantile } from '../../core/normal-quantile.ts'

describe('normalQuantile', () => {
  it.each([
    [0.5, 0],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.995, 2.5758293035489004],
    [0.025, -1.959963984540054],
  ])('of %d is %d', (probability, z) => {
    expect(normalQuantile(probability)).toBeCloseTo(z, 12)
  })

  it('is the inverse of normalAtMost', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (probability) => {
        expect(normalAtMost(normalQuantile(probability))).toBeCloseTo(probability, 12)
      }),
    )
  })

  it.each([0, 1, Number.NaN])('rejects the probability %d', (probability) => {
    expect(() => normalQuantile(probability)).toThrow(RangeError)
  })
})
