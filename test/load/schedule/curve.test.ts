import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RateCurve, secondsUntilArea, totalArea } from '../../../load/schedule/curve.ts'
import { areaUntil } from '../../support/rate-curve.ts'

const curve = (fromRatePerSecond: number, toRatePerSecond: number, durationSeconds: number): RateCurve => ({
  fromRatePerSecond,
  toRatePerSecond,
  durationSeconds,
})

const anyCurve = fc
  .tuple(
    fc.double({ min: 0, max: 1e4, noNaN: true }),
    fc.double({ min: 0, max: 1e4, noNaN: true }),
    fc.double({ min: 0.01, max: 3600, noNaN: true }),
  )
  .filter(([from, to]) => from + to > 1e-6)
  .map(([from, to, duration]) => curve(from, to, duration))

describe('the area under the rate', () => {
  it.each([
    ['constant: rate times duration', curve(20, 20, 5), 100],
    ['ramp up from nothing: half of that', curve(0, 20, 5), 50],
    ['ramp down to nothing: the same', curve(20, 0, 5), 50],
    ['nothing', curve(0, 0, 5), 0],
  ])('%s', (_, given, area) => {
    expect(totalArea(given)).toBe(area)
    expect(areaUntil(given, given.durationSeconds)).toBeCloseTo(area, 9)
  })
})

describe('the inverse of the area', () => {
  it.each([
    // grafana/k6 lib/executor/ramping_arrival_rate_test.go: from 0 to 1 per second over 5 s.
    ['k6: first arrival', 1, 3.162277660168379],
    ['k6: second arrival', 2, 4.47213595499958],
  ])('%s', (_, area, seconds) => {
    expect(secondsUntilArea(curve(0, 1, 5), area)).toBeCloseTo(seconds, 12)
  })

  it('loses no digits where the slope is nearly 0', () => {
    expect(secondsUntilArea(curve(100, 100 + 1e-12, 60), 3000)).toBeCloseTo(30, 9)
  })

  it('reaches the least of all areas at once', () => {
    expect(secondsUntilArea(curve(0, 0.03, 9), 2e-323)).toBe(0)
    expect(secondsUntilArea(curve(5e-324, 0.0008, 118), 1e-323)).toBe(0)
  })

  it('is the inverse of the area everywhere', () => {
    fc.assert(
      fc.property(anyCurve, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
        const area = totalArea(given) * share
        const seconds = secondsUntilArea(given, area)
        expect(seconds).toBeGreaterThanOrEqual(0)
        expect(seconds).toBeLessThanOrEqual(given.durationSeconds)
        expect(Math.abs(areaUntil(given, seconds) - area)).toBeLessThanOrEqual(1e-6 * Math.max(1, totalArea(given)))
      }),
      { numRuns: 1000 },
    )
  })
})
