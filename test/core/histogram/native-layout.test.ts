import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import { isNativeLayout, nativeIndex, nativeLayout, nativeUpperBound } from '../../../core/histogram/native-layout.ts'

describe('native histogram layouts', () => {
  it.each([
    // Worst relative width by schema, from Prometheus' documentation of native histograms.
    [0, 1],
    [1, 0.4142],
    [2, 0.1892],
    [3, 0.0905],
    [4, 0.0443],
    [5, 0.0219],
    [8, 0.0027],
  ])('schema %i has buckets %f wider than their lower bound', (schema, width) => {
    expect(nativeUpperBound(schema, 1) / nativeUpperBound(schema, 0) - 1).toBeCloseTo(width, 4)
  })

  it.each([
    [0, 0, 1],
    [0, 3, 8],
    [0, -2, 0.25],
    [2, 4, 2],
    [2, 1, 1.189207115002721],
    [8, -256, 0.5],
  ])('schema %i puts bound %i at %f', (schema, index, bound) => {
    expect(nativeUpperBound(schema, index)).toBe(bound)
  })

  it('keeps a latency that equals a bound in the bucket below it', () => {
    expect(nativeIndex(3, 2)).toBe(8)
    expect(nativeIndex(3, 2.0000001)).toBe(9)
    expect(nativeIndex(3, nativeUpperBound(3, 5))).toBe(5)
  })

  it('finds the bucket that encloses any latency', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 8 }),
        fc.double({ min: 1e-6, max: 1e4, noNaN: true }),
        (schema, seconds) => {
          const index = nativeIndex(schema, seconds)
          expect(nativeUpperBound(schema, index)).toBeGreaterThanOrEqual(seconds)
          expect(nativeUpperBound(schema, index - 1)).toBeLessThan(seconds)
        },
      ),
    )
  })

  it('rejects a schema that Prometheus does not have', () => {
    expect(() => nativeLayout(9)).toThrow('expected a schema from 0 to 8, got 9')
    expect(() => nativeLayout(1.5)).toThrow(RangeError)
  })

  it('is distinguished from a classic layout', () => {
    expect(isNativeLayout(nativeLayout(4))).toBe(true)
    expect(isNativeLayout(NAMED_LAYOUTS.lab)).toBe(false)
  })
})
