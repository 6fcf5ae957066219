import { describe, expect, it } from 'vitest'
import { dayAndNight } from '../../../simulation/drawn/day-and-night.ts'
import { rateShape } from '../../../simulation/drawn/rate-shape.ts'

describe('dayAndNight', () => {
  it('knows no night where the traffic is the same at all hours', () => {
    expect(dayAndNight(rateShape(2))).toEqual({
      day: { hours: Array.from({ length: 168 }, (_, hour) => hour), ratePerSecond: expect.closeTo(2, 9) },
      night: null,
    })
  })

  it('knows no night without traffic', () => {
    expect(dayAndNight(rateShape(0)).night).toBeNull()
  })

  it('takes the busiest and the quietest third of a week, 56 hours each', () => {
    // One request in ten from 20:00 on, straight lines between: 20:00 to 4:00 is quiet, eight hours a day.
    const hours = Array.from({ length: 24 }, (_, hour) => (hour >= 20 || hour <= 4 ? 1 : 10))
    const { day, night } = dayAndNight(rateShape(10, hours))
    expect([day.hours.length, night?.hours.length]).toEqual([56, 56])
    expect(new Set(night?.hours.map((hour) => hour % 24))).toEqual(new Set([20, 21, 22, 23, 0, 1, 2, 3]))
    expect(day.hours.every((hour) => hour % 24 >= 4 && hour % 24 < 19)).toBe(true)
    expect(day.ratePerSecond / (night?.ratePerSecond ?? 0)).toBeGreaterThan(5)
  })

  it('counts the hours of the week from Monday on', () => {
    const { day } = dayAndNight(rateShape(10, new Array(24).fill(1), [3, 2, 1, 1, 1, 1, 1]))
    expect(day.hours.slice(0, 48)).toEqual(Array.from({ length: 48 }, (_, hour) => hour))
  })
})
