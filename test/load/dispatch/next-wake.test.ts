import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coarseWake, nextWake } from '../../../load/dispatch/next-wake.ts'

describe('spinning', () => {
  it.each([
    ['due: now', 0, 0],
    ['overdue: now', -1, 0],
    ['near: turns the event loop', 0.0005, 0],
    ['far: sleeps until a millisecond before', 0.05, 0.049],
    ['just too far to spin through', 0.0013, 0.0003],
  ])('arrivals far apart, %s', (_, gap, seconds) => {
    expect(nextWake(gap, 1, 'spinning')).toBeCloseTo(seconds, 9)
  })
})

describe('spinning, arrivals close together', () => {
  it.each([
    ['far: sleeps until a little before', 0.002, 0.0017],
    ['just too far to spin through', 0.0006, 0.0003],
  ])('%s', (_, gap, seconds) => {
    expect(nextWake(gap, 0.002, 'spinning')).toBeCloseTo(seconds, 9)
  })
})

describe('sparing', () => {
  it.each([
    ['arrivals far apart: sleeps until a millisecond before', 0.0508, 0.05, 0.0498],
    ['4 ms apart: sleeps until a tenth of that before', 0.003, 0.004, 0.0026],
    ['a millisecond apart: sleeps until a little before', 0.0009, 0.001, 0.0008],
    ['the last stretch before one of them: turns the event loop', 0.00008, 0.05, 0],
    ['arrivals less than a millisecond apart: sleeps until the arrival is due', 0.0007, 0.0009, 0.0007],
    ['never less than a fifth of a millisecond: what is due until then leaves together', 0.00004, 0.00005, 0.0002],
    ['nor before arrivals that are far apart', 0.00105, 0.05, 0.0002],
    ['due: now', 0, 0.0002, 0],
  ])('%s', (_, gap, spacing, seconds) => {
    expect(nextWake(gap, spacing, 'sparing')).toBeCloseTo(seconds, 9)
  })
})

it('never sleeps past the due instant by more than the shortest sleep', () => {
  const positive = fc.double({ min: 1e-6, max: 100, noNaN: true })
  const mode = fc.constantFrom('spinning' as const, 'sparing' as const)
  fc.assert(
    fc.property(positive, positive, mode, (gap, spacing, timers) => {
      expect(nextWake(gap, spacing, timers)).toBeLessThanOrEqual(Math.max(gap, 0.0002))
    }),
  )
})

it.each([
  ['a deadline that has passed still costs a millisecond: no busy loop', -5, 0.001],
  ['rounded up, so that it has passed when the timer fires', 1.0001, 1.001],
])('coarse: %s', (_, gap, seconds) => {
  expect(coarseWake(gap)).toBeCloseTo(seconds, 9)
})
