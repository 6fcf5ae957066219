import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coarseWake, nextWake } from '../../../load/dispatch/busy-wait.ts'

describe('busy-wait', () => {
  it.each([
    ['due: now', 0, 0],
    ['overdue: now', -1, 0],
    ['near: asks again', 0.0022, 0],
    ['far: sleeps until a little before', 0.05, 0.048],
    ['just too far to spin through', 0.0025, 0.001],
  ])('%s', (_, gap, seconds) => {
    expect(nextWake(gap, 1, 'busy-wait')).toBeCloseTo(seconds, 9)
  })
})

describe('timer-first', () => {
  it.each([
    ['arrivals far apart: sleeps while it can', 0.0508, 0.05, 0.05],
    ['the last stretch before one of them: asks again', 0.0008, 0.01, 0],
    ['arrivals close together: a plain timer', 0.0048, 0.005, 0.004],
    ['never less than the millisecond that a timer can do', 0.0002, 0.0002, 0.001],
    ['due: now', 0, 0.0002, 0],
  ])('%s', (_, gap, spacing, seconds) => {
    expect(nextWake(gap, spacing, 'timer-first')).toBeCloseTo(seconds, 9)
  })
})

it('never sleeps past the due instant by more than the millisecond of a plain timer', () => {
  const positive = fc.double({ min: 1e-6, max: 100, noNaN: true })
  fc.assert(
    fc.property(
      positive,
      positive,
      fc.constantFrom('busy-wait' as const, 'timer-first' as const),
      (gap, spacing, precision) => {
        expect(nextWake(gap, spacing, precision)).toBeLessThanOrEqual(Math.max(gap, 0.001))
      },
    ),
  )
})

it.each([
  ['a deadline that has passed still costs a millisecond: no busy loop', -5, 0.001],
  ['rounded up, so that it has passed when the timer fires', 1.0001, 1.001],
])('coarse: %s', (_, gap, seconds) => {
  expect(coarseWake(gap)).toBeCloseTo(seconds, 9)
})
