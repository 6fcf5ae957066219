import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import { totalArea } from '../../../load/schedule/curve.ts'
import { poissonArrivals } from '../../../load/schedule/poisson.ts'
import { areaUntil } from '../../support/rate-curve.ts'

const curve = (fromRatePerSecond: number, toRatePerSecond: number, durationSeconds: number) => ({
  fromRatePerSecond,
  toRatePerSecond,
  durationSeconds,
})

describe('Poisson arrivals', () => {
  const ramp = curve(100, 1900, 20)
  const arrivals = poissonArrivals(ramp, randomStream(1, 'arrivals'))

  it('there are as many Poisson arrivals as the area, within four standard deviations', () => {
    expect(Math.abs(arrivals.length - totalArea(ramp))).toBeLessThan(4 * Math.sqrt(totalArea(ramp)))
  })

  it('gaps on the axis of the area are exponential with mean 1 and deviation 1', () => {
    const areas = [...arrivals].map((seconds) => areaUntil(ramp, seconds))
    const gaps = areas.map((area, i) => area - (i === 0 ? 0 : (areas[i - 1] as number)))
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length
    expect(mean).toBeCloseTo(1, 1)
    expect(Math.sqrt(variance)).toBeCloseTo(1, 1)
    expect(gaps.filter((gap) => gap > 1).length / gaps.length).toBeCloseTo(Math.exp(-1), 1)
  })

  it('keeps all arrivals where there are more than expected', () => {
    const eager = () => 0.01
    const expected = Math.ceil(100 / -Math.log(0.99)) - 1
    expect(poissonArrivals(curve(100, 100, 1), eager)).toHaveLength(expected)
  })

  it('Poisson arrivals are sorted and inside the phase', () => {
    const rate = fc.double({ min: 0, max: 300, noNaN: true })
    fc.assert(
      fc.property(rate, rate, fc.integer(), (from, to, seed) => {
        const seconds = poissonArrivals(curve(from, to, 3), randomStream(seed, 'arrivals'))
        for (let i = 0; i < seconds.length; i++) {
          expect(seconds[i]).toBeGreaterThanOrEqual(i === 0 ? 0 : (seconds[i - 1] as number))
          expect(seconds[i]).toBeLessThanOrEqual(3)
        }
      }),
      { numRuns: 50 },
    )
  })
})
