import { expect, it } from 'vitest'
import { constant } from '../../../server/latency/constant.ts'

it('always draws the same latency', () => {
  const next = constant(0.2)
  expect([next(), next(), next()]).toEqual([0.2, 0.2, 0.2])
  expect(constant(0)()).toBe(0)
})

it.each([-0.1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d seconds', (seconds) => {
  expect(() => constant(seconds)).toThrow(RangeError)
})
