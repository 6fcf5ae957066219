import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roundBoundAtOrAbove, roundBoundAtOrBelow, roundBounds } from '../../../core/histogram/round-bounds.ts'

describe('round bounds', () => {
  it.each([
    ['the roundest', 0.1, 10, 0, [0.1, 0.2, 0.5, 1, 2, 5, 10]],
    ['those of the usual defaults', 0.1, 1, 1, [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1]],
    ['between two neighbours', 2, 2.5, 3, [2, 2.2, 2.4, 2.5]],
    ['none', 2.05, 2.15, 3, []],
  ] as const)('%s', (_, from, to, grade, expected) => {
    expect(roundBounds(from, to, grade).map(({ bound }) => bound)).toEqual(expected)
  })

  it('lists values of two significant digits that are at most 12.5% apart', () => {
    const bounds = roundBounds(1e-4, 100).map(({ bound }) => bound)
    bounds.forEach((bound, i) => {
      expect(Number(bound.toPrecision(2))).toBe(bound)
      if (i > 0) expect(bound / (bounds[i - 1] as number)).toBeLessThanOrEqual(1.125 + 1e-9)
    })
  })

  it('finds the neighbours of any value', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1e4, noNaN: true }), (seconds) => {
        expect(roundBoundAtOrAbove(seconds)).toBeGreaterThanOrEqual(seconds)
        expect(roundBoundAtOrAbove(seconds)).toBeLessThan(seconds * 1.126)
        expect(roundBoundAtOrBelow(seconds)).toBeLessThanOrEqual(seconds)
        expect(roundBoundAtOrBelow(seconds)).toBeGreaterThan(seconds / 1.126)
      }),
    )
    expect(roundBoundAtOrAbove(2)).toBe(2)
    expect(roundBoundAtOrAbove(2.002, 1)).toBe(2.5)
    expect(roundBoundAtOrBelow(9.9, 0)).toBe(5)
  })

  it('rejects limits that are 0 or infinite', () => {
    expect(() => roundBounds(0, 1)).toThrow(RangeError)
    expect(() => roundBounds(1, Number.POSITIVE_INFINITY)).toThrow(RangeError)
  })
})
