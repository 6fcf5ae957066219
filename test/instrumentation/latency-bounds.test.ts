import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundsAround, boundsWithThresholds } from '../../instrumentation/latency-bounds.ts'

describe('boundsAround', () => {
  it('puts the threshold among the bounds, close neighbours beside it, and Prometheus’ own bounds further away', () => {
    expect(boundsAround([0.3])).toEqual([
      0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.225, 0.27, 0.3, 0.33, 0.375, 0.45, 0.6, 1, 1.2, 2.5, 5, 10,
    ])
  })

  it('has thresholds exactly, ascending bounds that are not crowded, and a bound of four times each threshold or near it', () => {
    const threshold = fc.double({ min: 0.0005, max: 60, noNaN: true })
    fc.assert(
      fc.property(fc.array(threshold, { minLength: 1, maxLength: 4 }), (thresholds) => {
        const bounds = boundsAround(thresholds)
        for (const each of thresholds) expect(bounds).toContain(each)
        expect(bounds.slice(1).every((bound, i) => bound > (bounds[i] as number))).toBe(true)
        expect(bounds.at(-1)).toBeGreaterThan((4 * Math.max(...thresholds)) / 1.1)
        expect(bounds.length).toBeLessThanOrEqual(20 + 9 * (thresholds.length - 1))
      }),
    )
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('rejects a threshold of %s', (threshold) => {
    expect(() => boundsAround([threshold])).toThrow(RangeError)
  })
})

describe('boundsWithThresholds', () => {
  it('takes bounds that have the threshold and one above it', () => {
    expect(boundsWithThresholds([0.1, 0.3, 1], [0.3])).toEqual([0.1, 0.3, 1])
  })

  it.each([
    [[0.1, 0.5, 1], /threshold 0\.3 among the bounds/],
    [[0.1, 0.3], /a bound above the threshold 0\.3/],
    [[0.3, 0.1], /ascend/],
    [[], /at least one bound/],
  ])('rejects the bounds %j for a threshold of 0.3', (bounds, message) => {
    expect(() => boundsWithThresholds(bounds, [0.3])).toThrow(message)
  })
})
