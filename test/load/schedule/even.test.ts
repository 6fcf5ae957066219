import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { totalArea } from '../../../load/schedule/curve.ts'
import { evenlySpacedArrivals } from '../../../load/schedule/even.ts'
import { areaUntil } from '../../support/rate-curve.ts'

const curve = (fromRatePerSecond: number, toRatePerSecond: number, durationSeconds: number) => ({
  fromRatePerSecond,
  toRatePerSecond,
  durationSeconds,
})

describe('evenly spaced arrivals', () => {
  it('arrivals at a constant rate lie half a gap from the ends and a gap apart', () => {
    const arrivals = evenlySpacedArrivals(curve(4, 4, 2))
    const expected = [0.125, 0.375, 0.625, 0.875, 1.125, 1.375, 1.625, 1.875]
    expect(arrivals).toHaveLength(8)
    arrivals.forEach((seconds, i) => {
      expect(seconds).toBeCloseTo(expected[i] as number, 12)
    })
  })

  it('arrivals on a ramp lie where the area is n + ½', () => {
    const arrivals = evenlySpacedArrivals(curve(0, 1, 5))
    expect([...arrivals].map((seconds) => Number(seconds.toFixed(3)))).toEqual([2.236, 3.873])
  })

  it.each([
    ['a rate that gives no whole request', curve(1, 1, 0.4), 0],
    ['half a request is none', curve(1, 1, 0.5), 0],
    ['a little more is one', curve(1, 1, 0.51), 1],
    ['nothing', curve(0, 0, 10), 0],
  ])('%s', (_, given, count) => {
    expect(evenlySpacedArrivals(given)).toHaveLength(count)
  })

  it('evenly spaced arrivals are sorted, inside the phase, and as many as the area within one', () => {
    const rate = fc.double({ min: 0, max: 500, noNaN: true })
    fc.assert(
      fc.property(rate, rate, fc.double({ min: 0.1, max: 20, noNaN: true }), (from, to, duration) => {
        const given = curve(from, to, duration)
        const arrivals = evenlySpacedArrivals(given)
        expect(Math.abs(arrivals.length - totalArea(given))).toBeLessThanOrEqual(1)
        arrivals.forEach((seconds, n) => {
          expect(seconds).toBeGreaterThanOrEqual(n === 0 ? 0 : (arrivals[n - 1] as number))
          expect(seconds).toBeLessThanOrEqual(duration)
          expect(areaUntil(given, seconds)).toBeCloseTo(n + 0.5, 5)
        })
      }),
      { numRuns: 50 },
    )
  })
})
