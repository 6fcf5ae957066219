import { describe, expect, it } from 'vitest'
import { trafficShape } from '../../../../harness/drill/service/traffic-shape.ts'

const HOUR_MS = 3_600_000
/** A Monday. */
const MONDAY_MS = Date.UTC(2026, 0, 5)

const hours = (count: number, rateAt: (hour: number) => number) =>
  Array.from({ length: count }, (_, hour) => ({ atMs: MONDAY_MS + hour * HOUR_MS, rate: rateAt(hour) }))

describe('trafficShape', () => {
  it('finds the rate of every hour and weekday', () => {
    const shape = trafficShape(
      hours(14 * 24, (hour) => (1 + (hour % 24)) * (1 + (Math.floor(hour / 24) % 7))),
      3600,
    )
    expect(shape.hours?.map((rate) => rate / (shape.hours?.[0] ?? 1))).toEqual(
      Array.from({ length: 24 }, (_, hour) => expect.closeTo(1 + hour)),
    )
    expect(shape.weekdays?.map((rate) => rate / (shape.weekdays?.[0] ?? 1))).toEqual(
      Array.from({ length: 7 }, (_, day) => expect.closeTo(1 + day)),
    )
  })

  it.each([
    ['an hour', 1, false, false],
    ['a day', 24, true, false],
    ['a week', 168, true, true],
  ])('tells from %s what it can', (_, count, knowsHours, knowsWeekdays) => {
    const shape = trafficShape(
      hours(count, () => 3),
      3600,
    )
    expect([shape.hours !== null, shape.weekdays !== null]).toEqual([knowsHours, knowsWeekdays])
  })

  it('knows no shape of no traffic', () => {
    expect(
      trafficShape(
        hours(168, () => 0),
        3600,
      ),
    ).toEqual({ hours: null, weekdays: null })
  })
})
