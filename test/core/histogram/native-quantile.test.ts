import { describe, expect, it } from 'vitest'
import { nativeRank } from '../../../core/histogram/native-quantile.ts'
import { estimateNativeQuantile } from '../../support/native-quantile.ts'

// Source of the expected figures: prometheus/prometheus promql/promqltest/testdata/native_histograms.test.
const single = [
  { lower: 0.5, upper: 1, count: 1 },
  { lower: 1, upper: 2, count: 2 },
  { lower: 2, upper: 4, count: 1 },
]
const withZeroBucket = [
  { lower: 0, upper: 0.001, count: 2 },
  { lower: 0.5, upper: 1, count: 2 },
  { lower: 1, upper: 2, count: 3 },
  { lower: 2, upper: 4, count: 0 },
  { lower: 4, upper: 8, count: 1 },
  { lower: 8, upper: 16, count: 4 },
]

describe('histogram_quantile of native histograms', () => {
  it.each([
    ['the median of {1 2 1} is the square root of 2', 0.5, single, Math.SQRT2],
    ['the maximum is the highest bound', 1, withZeroBucket, 16],
    ['inside (8, 16]', 0.99, withZeroBucket, 15.67072476139083],
    ['inside (8, 16], lower', 0.9, withZeroBucket, 12.99603834169977],
    ['counted from the top, past an empty bucket', 0.6, withZeroBucket, 4.594793419988138],
    ['inside (1, 2]', 0.5, withZeroBucket, 1.5874010519681994],
    ['linear in the zero bucket', 0.1, withZeroBucket, 0.0006],
  ])('%s', (_, quantile, buckets, expected) => {
    expect(estimateNativeQuantile(quantile, buckets).value).toBeCloseTo(expected, 13)
  })

  it.each([
    ['no observation', 0.5, [], Number.NaN],
    ['a quantile of NaN', Number.NaN, single, Number.NaN],
    ['a quantile below 0', -0.1, single, Number.NEGATIVE_INFINITY],
    ['a quantile above 1', 1.1, single, Number.POSITIVE_INFINITY],
  ])('%s', (_, quantile, buckets, expected) => {
    expect(estimateNativeQuantile(quantile, buckets).value).toBe(expected)
  })

  it('is 2^0.95 for 100 observations in (1, 2] and q = 0.95', () => {
    const { value, lower, upper } = estimateNativeQuantile(0.95, [{ lower: 1, upper: 2, count: 100 }])
    expect(value).toBeCloseTo(1.931872657849691, 12)
    expect([lower, upper]).toEqual([1, 2])
  })

  it('counts from the top for q ≥ 0.5, so that a whole rank means the next observation', () => {
    expect(nativeRank(0.5, 10)).toBe(6)
    expect(nativeRank(0.4, 10)).toBe(4)
    expect(nativeRank(0.95, 30)).toBe(29)
    expect(nativeRank(1, 10)).toBe(10)
    expect(nativeRank(0, 10)).toBe(1)
  })
})
