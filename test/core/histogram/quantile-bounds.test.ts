import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantileBounds, sumContradicts } from '../../../core/histogram/quantile-bounds.ts'
import { nearestRank } from '../../../core/latency/quantile.ts'

const INF = Number.POSITIVE_INFINITY

/** What a histogram with these bounds counts of the latencies. */
function countedIn(bounds: readonly number[], latencies: readonly number[]) {
  return {
    buckets: [...bounds, INF].map((upperBound) => ({
      upperBound,
      cumulativeCount: latencies.filter((latency) => latency <= upperBound).length,
    })),
  }
}

const sumOf = (latencies: readonly number[], slackSeconds = 1e-9) => ({
  seconds: latencies.reduce((a, b) => a + b, 0),
  slackSeconds,
})

/** 600 latencies, evenly from 1 ms to 600 ms. */
const UNIFORM = Array.from({ length: 600 }, (_, i) => (i + 1) / 1e3)

describe('quantileBounds', () => {
  it.each([
    ['the P50 of latencies up to 600 ms', 0.5, [0.1, 0.5, 1], UNIFORM, [0.1, 0.5, false]],
    ['their P95, on which the sum says nothing', 0.95, [0.1, 0.5, 1], UNIFORM, [0.5, 1, false]],
    ['their P95 where the last bucket is wide: 0.5 s + 90.3 s / 31', 0.95, [0.1, 0.5, 100], UNIFORM, [0.5, 3.42, true]],
    ['above the highest bound, where the sum is all that says how far', 0.5, [0.1], [3, 3, 3, 3], [0.1, 3.97, true]],
    ['a bucket whose observations must be near its end', 0.5, [1, 2], [1.99, 1.99, 1.99, 1.99], [1.97, 2, true]],
    ['one observation: the sum is its value, rounded outwards', 0.5, [1], [0.4567], [0.456, 0.457, true]],
    ['latencies of 0', 0.5, [0.1, 1], [0, 0, 0], [0, 5.01e-10, true]],
  ])('%s', (_, quantile, bounds, latencies, [lower, upper, isTightened]) => {
    const found = quantileBounds(quantile as number, countedIn(bounds, latencies), sumOf(latencies))
    expect(found?.lower).toBeCloseTo(lower as number, 9)
    expect(found?.upper).toBeCloseTo(upper as number, 12)
    expect(found?.isTightened).toBe(isTightened)
  })

  it('is the bucket alone without a sum', () => {
    expect(quantileBounds(0.5, countedIn([0.1], [3, 3]), null)).toEqual({ lower: 0.1, upper: INF, isTightened: false })
  })

  it('is nothing of no observations', () => {
    expect(quantileBounds(0.5, countedIn([0.1], []), null)).toBeUndefined()
  })

  const latency = fc.oneof(
    fc.double({ min: 0, max: 20, noNaN: true }),
    fc.integer({ min: 0, max: 40 }).map((n) => n / 4),
    fc.double({ min: 1e-6, max: 1e-2, noNaN: true }),
  )
  const bounds = fc
    .uniqueArray(
      fc.oneof(
        fc.integer({ min: 1, max: 80 }).map((n) => n / 4),
        fc.double({ min: 1e-4, max: 25, noNaN: true }),
      ),
      {
        minLength: 1,
        maxLength: 10,
      },
    )
    .map((list) => list.sort((a, b) => a - b))

  it('holds the true quantile, of any sample in any buckets, with the sum and without it', () => {
    fc.assert(
      fc.property(
        fc.array(latency, { minLength: 1, maxLength: 60 }),
        bounds,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (latencies, layout, quantile, hasSum) => {
          const rank = nearestRank(quantile, latencies.length)
          const truth = latencies.toSorted((a, b) => a - b)[rank - 1] as number
          const sum = sumOf(latencies)
          const counted = countedIn(layout, latencies)
          expect(sumContradicts(counted, sum)).toBe(false)
          const found = quantileBounds(quantile, counted, hasSum ? sum : null)
          const { lower, upper } = found ?? { lower: INF, upper: -INF }
          expect(truth === 0 ? lower === 0 : truth > lower).toBe(true)
          expect(truth).toBeLessThanOrEqual(upper)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('sumContradicts', () => {
  it.each([
    ['a sum below the least', [1, 2], [1.5, 1.5], 1.9, true],
    ['a sum above the greatest', [1, 2], [1.5, 1.5], 4.1, true],
    ['a great sum where something is above the highest bound', [1], [5], 1e9, false],
    ['one that is no number', [1], [0.5], Number.NaN, true],
    ['one that fits', [1, 2], [1.5, 1.5], 3, false],
  ])('%s', (_, layout, latencies, seconds, contradicts) => {
    expect(sumContradicts(countedIn(layout, latencies), { seconds, slackSeconds: 1e-9 })).toBe(contradicts)
  })
})
