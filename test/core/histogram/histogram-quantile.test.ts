import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateQuantile, histogramQuantile, type Monotonicity } from '../../../core/histogram/histogram-quantile.ts'
import type { HistogramBucket } from '../../../core/histogram/histogram-snapshot.ts'
import { quantileOfSorted } from '../../support/quantile-of-sorted.ts'

const INF = Number.POSITIVE_INFINITY

/** Bounds and cumulative counts, in turn. */
const buckets = (...pairs: readonly (readonly [number, number])[]): HistogramBucket[] =>
  pairs.map(([upperBound, cumulativeCount]) => ({ upperBound, cumulativeCount }))

const PLAIN = buckets([0.1, 10], [0.5, 40], [1, 90], [INF, 100])

describe('histogramQuantile', () => {
  it.each([
    ['a quantile that is NaN', Number.NaN, PLAIN, Number.NaN],
    ['a quantile below 0', -0.1, PLAIN, -INF],
    ['a quantile above 1', 1.01, PLAIN, INF],
    ['out of range comes before the buckets are looked at', 2, [], INF],
    ['no buckets', 0.5, [], Number.NaN],
    ['no bucket at +Inf', 0.5, buckets([1, 5], [2, 10]), Number.NaN],
    ['no other bucket than +Inf', 0.5, buckets([INF, 10]), Number.NaN],
    ['+Inf twice is one bucket', 0.5, buckets([INF, 10], [INF, 10]), Number.NaN],
    ['nothing observed', 0.5, buckets([1, 0], [INF, 0]), Number.NaN],
    ['in the first bucket from 0', 0.05, PLAIN, 0.05],
    ['inside of a bucket in proportion', 0.65, PLAIN, 0.75],
    ['the end of a bucket is its bound', 0.4, PLAIN, 0.5],
    ['in the last bucket the highest finite bound', 0.99, PLAIN, 1],
    ['quantile 0', 0, PLAIN, 0],
    ['quantile 0 in an empty first bucket', 0, buckets([0.1, 0], [1, 4], [INF, 4]), Number.NaN],
    ['quantile 1 within the finite buckets', 1, buckets([0.1, 0], [1, 4], [INF, 4]), 1],
    ['a first bound of 0', 0.1, buckets([0, 5], [1, 10], [INF, 10]), 0],
    ['a first bound below 0', 0.1, buckets([-2, 5], [1, 10], [INF, 10]), -2],
    ['above a bound that is below 0', 0.75, buckets([-2, 5], [1, 10], [INF, 10]), -0.5],
    ['any order of buckets', 0.65, PLAIN.toReversed(), 0.75],
    ['equal bounds are added up', 0.4, buckets([1, 3], [1, 5], [2, 10], [INF, 4], [INF, 6]), 0.5],
    ['a count that falls is raised', 0.9, buckets([0.1, 2], [1, 8], [10, 6], [100, 10], [INF, 9]), 55],
    ['counts of a rate', 0.5, buckets([0.1, 0.1], [1, 0.3], [INF, 0.3]), 0.325],
    ['a total that is NaN', 0.5, buckets([1, 1], [2, 2], [INF, Number.NaN]), 2],
  ])('%s', (_, quantile, histogram, expected) => {
    const value = histogramQuantile(quantile, histogram)
    if (Number.isNaN(expected)) expect(value).toBeNaN()
    else expect(value).toBeCloseTo(expected, 12)
  })

  it.each([
    ['220 ms reads as 295 ms', buckets([0.1, 0], [0.2, 0], [0.3, 100], [0.45, 100], [INF, 100]), 0.295],
    ['320 ms reads as 442.5 ms', buckets([0.1, 0], [0.2, 0], [0.3, 0], [0.45, 100], [INF, 100]), 0.4425],
  ])("Prometheus' documentation: %s", (_, histogram, expected) => {
    expect(histogramQuantile(0.95, histogram)).toBeCloseTo(expected, 12)
  })

  it('estimates 4.55 s for sleeps that end slightly above the bound 2 s', () => {
    const lab = buckets([0.1, 0], [0.3, 10], [0.5, 10], [0.7, 20], [1, 20], [2, 20], [5, 30], [INF, 30])
    expect(estimateQuantile(0.95, lab)).toEqual({ value: expect.closeTo(4.55, 12), lower: 2, upper: 5 })
  })

  it.each([
    ['runningMaximum', 2],
    ['smallDelta', 1],
  ] as const)('a rise below 1e-12 is noise only since 2.49 (%s)', (monotonicity, expected) => {
    const noisy = buckets([1, 1e12], [2, 1e12 + 2 ** -13], [INF, 1e12 + 2 ** -13])
    expect(histogramQuantile(1, noisy, monotonicity)).toBe(expected)
  })

  it('does not change its input', () => {
    const shuffled = PLAIN.toReversed()
    histogramQuantile(0.5, shuffled)
    expect(shuffled).toEqual(PLAIN.toReversed())
  })
})

describe('estimateQuantile', () => {
  it.each([
    [0.05, 0, 0.1],
    [0.1, 0, 0.1],
    [0.11, 0.1, 0.5],
    [0.95, 1, INF],
  ])('of %d draws in (%d, %d]', (quantile, lower, upper) => {
    expect(estimateQuantile(quantile, PLAIN)).toMatchObject({ lower, upper })
  })

  const layout = fc
    .uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 12 })
    .map((bounds) => bounds.sort((a, b) => a - b))
  const observations = fc.array(fc.double({ min: 0.001, max: 120, noNaN: true }), { minLength: 1, maxLength: 200 })
  const quantile = fc.double({ min: 0.001, max: 1, noNaN: true })
  const monotonicity = fc.constantFrom<Monotonicity>('runningMaximum', 'smallDelta')

  const histogramOf = (bounds: readonly number[], values: readonly number[]) =>
    [...bounds, INF].map((upperBound) => ({
      upperBound,
      cumulativeCount: values.filter((value) => value <= upperBound).length,
    }))

  it('interpolates in the bucket that holds the nearest-rank quantile', () => {
    fc.assert(
      fc.property(layout, observations, quantile, (bounds, values, q) => {
        const exact = quantileOfSorted(
          values.toSorted((a, b) => a - b),
          q,
        )
        const { value, lower, upper } = estimateQuantile(q, histogramOf(bounds, values))
        expect(exact).toBeGreaterThan(lower)
        expect(exact).toBeLessThanOrEqual(upper)
        expect(value).toBeGreaterThanOrEqual(lower)
        expect(value).toBeLessThanOrEqual(upper)
      }),
    )
  })

  it('rises with the quantile, and is the same in every dialect if counts rise', () => {
    fc.assert(
      fc.property(layout, observations, quantile, quantile, monotonicity, (bounds, values, p, q, dialect) => {
        const histogram = histogramOf(bounds, values)
        const [low, high] = [Math.min(p, q), Math.max(p, q)].map((each) => histogramQuantile(each, histogram, dialect))
        expect(low).toBeLessThanOrEqual(high as number)
        expect(histogramQuantile(p, histogram, 'runningMaximum')).toBe(histogramQuantile(p, histogram, 'smallDelta'))
      }),
    )
  })
})
