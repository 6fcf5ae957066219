import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ObservedQuantile, relativeDifference } from '../../../analysis/baseline/difference-interval.ts'

const exactly = (seconds: number): ObservedQuantile => ({ seconds, lowerSeconds: seconds, upperSeconds: seconds })
const seen = (seconds: number, lowerSeconds: number, upperSeconds: number): ObservedQuantile => ({
  seconds,
  lowerSeconds,
  upperSeconds,
})

describe('relativeDifference', () => {
  it('is exact where both quantiles are exact', () => {
    const { difference, lower, upper } = relativeDifference(exactly(0.1), exactly(0.13))
    for (const share of [difference, lower, upper]) expect(share).toBeCloseTo(0.3, 9)
  })

  it('adds the spreads of both as the legs of a right triangle', () => {
    const e = Math.E
    const found = relativeDifference(seen(1, 1 / e ** 3, e ** 4), seen(1, 1 / e ** 3, e ** 4))
    expect(found.difference).toBe(0)
    expect(Math.log1p(found.lower)).toBeCloseTo(-5, 9)
    expect(Math.log1p(found.upper)).toBeCloseTo(5, 9)
  })

  it.each([
    {
      sentence: 'an end that is open stays open',
      before: seen(1, -Infinity, 2),
      after: exactly(1),
      lower: -0.5,
      upper: Infinity,
    },
    { sentence: 'at either side', before: seen(1, 0.5, Infinity), after: exactly(1), lower: -1, upper: 1 },
    {
      sentence: 'all of it never ended',
      before: exactly(1),
      after: exactly(Infinity),
      lower: Infinity,
      upper: Infinity,
    },
    {
      sentence: 'it may lie among those that never ended',
      before: seen(1, 0.5, 2),
      after: seen(Infinity, 3, Infinity),
      lower: 0.5,
      upper: Infinity,
    },
  ])('$sentence', ({ before, after, lower, upper }) => {
    const found = relativeDifference(before, after)
    expect(found.lower).toBeCloseTo(lower, 9)
    expect(found.upper).toBeCloseTo(upper, 9)
  })

  it('contains the difference, and is inverted with its arguments', () => {
    const positive = fc.double({ min: 1e-4, max: 10, noNaN: true })
    const interval = fc
      .tuple(positive, positive, positive)
      .map((values) => values.sort((a, b) => a - b))
      .map(([lower, value, upper]) => seen(value as number, lower as number, upper as number))
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const there = relativeDifference(a, b)
        const back = relativeDifference(b, a)
        expect(there.lower).toBeLessThanOrEqual(there.difference)
        expect(there.upper).toBeGreaterThanOrEqual(there.difference)
        expect(Math.log1p(there.lower)).toBeCloseTo(-Math.log1p(back.upper), 6)
      }),
    )
  })
})
