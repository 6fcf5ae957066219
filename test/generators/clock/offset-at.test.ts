import { expect, it } from 'vitest'
import { MOST_DRIFT } from '../../../generators/clock/most-drift.ts'
import { offsetAt } from '../../../generators/clock/offset-at.ts'

const at = (atSeconds: number, offsetSeconds: number, uncertaintySeconds = 0.001) => ({
  atSeconds,
  offsetSeconds,
  uncertaintySeconds,
})

it('is a reading itself at its instant, and grows uncertain with the time since then', () => {
  expect(offsetAt([at(10, 5)], 10)).toEqual({
    atSeconds: 10,
    offsetSeconds: 5,
    uncertaintySeconds: expect.closeTo(0.001, 12),
  })
  expect(offsetAt([at(10, 5)], 12).uncertaintySeconds).toBeCloseTo(0.001 + 2 * MOST_DRIFT, 9)
  expect(offsetAt([at(10, 5)], 8).uncertaintySeconds).toBeCloseTo(0.001 + 2 * MOST_DRIFT, 9)
})

it('lies in what the readings on both sides allow', () => {
  const { offsetSeconds, uncertaintySeconds } = offsetAt([at(0, 5, 0.1), at(2, 5, 0.001), at(4, 5.002, 0.001)], 3)
  expect(offsetSeconds).toBeCloseTo(5.001, 9)
  expect(uncertaintySeconds).toBeCloseTo(0.001 + MOST_DRIFT - 0.001, 9)
})

it('lies anywhere between two readings that no drift explains: the machine was suspended', () => {
  const { offsetSeconds, uncertaintySeconds } = offsetAt([at(0, 5), at(2, 3)], 1)
  expect(offsetSeconds).toBeCloseTo(4, 9)
  expect(offsetSeconds + uncertaintySeconds).toBeGreaterThan(4.99)
  expect(offsetSeconds - uncertaintySeconds).toBeLessThan(3.01)
})

it('refuses to say anything without a reading', () => {
  expect(() => offsetAt([], 1)).toThrow('at least one reading')
})
