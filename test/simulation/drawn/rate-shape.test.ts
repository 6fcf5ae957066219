import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectedBetween, rateAt, rateShape } from '../../../simulation/drawn/rate-shape.ts'

const HOUR = 3600
const DAY = 24 * HOUR
/** A Monday, 0:00 UTC. */
const MONDAY = Date.UTC(2026, 0, 5) / 1e3

const relative = (count: number) =>
  fc
    .array(fc.integer({ min: 0, max: 50 }), { minLength: count, maxLength: count })
    .filter((all) => all.some((n) => n > 0))

describe('rateShape', () => {
  it('goes in straight lines from hour to hour, and steps from day to day', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => (hour === 12 ? 3 : 1))
    const shape = rateShape(26, hours, [2, 1, 1, 1, 1, 1, 0])
    const unit = rateAt(shape, MONDAY) / 2
    expect(rateAt(shape, MONDAY + 11 * HOUR)).toBeCloseTo(2 * unit, 9)
    expect(rateAt(shape, MONDAY + 11.5 * HOUR)).toBeCloseTo(2 * 2 * unit, 9)
    expect(rateAt(shape, MONDAY + 12 * HOUR)).toBeCloseTo(2 * 3 * unit, 9)
    expect(rateAt(shape, MONDAY + DAY + 12 * HOUR)).toBeCloseTo(3 * unit, 9)
    expect(rateAt(shape, MONDAY - 1)).toBe(0)
  })

  it('has the mean that was asked for over any week, as its area', () => {
    fc.assert(
      fc.property(relative(24), relative(7), fc.integer({ min: 0, max: 10 * DAY }), (hours, weekdays, offset) => {
        const shape = rateShape(20, hours, weekdays)
        const from = MONDAY + offset
        expect(expectedBetween(shape, from, from + 7 * DAY) / (20 * 7 * DAY)).toBeCloseTo(1, 9)
      }),
    )
  })

  it('expects what the rate adds up to, and parts add up to the whole', () => {
    fc.assert(
      fc.property(
        relative(24),
        fc.integer({ min: 0, max: DAY }),
        fc.integer({ min: 1, max: DAY }),
        (hours, offset, length) => {
          const shape = rateShape(5, hours)
          const [from, to] = [MONDAY + offset, MONDAY + offset + length]
          const middle = from + length / 3
          const whole = expectedBetween(shape, from, to)
          expect(expectedBetween(shape, from, middle) + expectedBetween(shape, middle, to)).toBeCloseTo(whole, 4)
          const steps = 2000
          const sum = Array.from({ length: steps }, (_, i) => rateAt(shape, from + ((i + 0.5) * length) / steps))
          const numeric = (sum.reduce((total, rate) => total + rate, 0) * length) / steps
          expect(Math.abs(numeric - whole)).toBeLessThan(0.001 * whole + 1)
        },
      ),
      { numRuns: 30 },
    )
  })

  it.each([
    ['a mean below 0', () => rateShape(-1)],
    ['a day of 23 hours', () => rateShape(1, new Array(23).fill(1))],
    ['a week without traffic', () => rateShape(1, undefined, new Array(7).fill(0))],
    ['an hour that is no number', () => rateShape(1, [Number.NaN, ...new Array(23).fill(1)])],
  ])('refuses %s', (_what, make) => {
    expect(make).toThrow(RangeError)
  })
})
