import { expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import { uniform } from '../../../server/latency/uniform.ts'
import { Draws, relativeError } from './draws.ts'

it('has the mean and the quantiles of the formula', () => {
  const draws = new Draws(uniform({ fromSeconds: 0.1, toSeconds: 0.5 }, randomStream(1, 'uniform')))
  expect(relativeError(draws.mean, 0.3)).toBeLessThan(0.005)
  for (const q of [0.05, 0.25, 0.5, 0.75, 0.95])
    expect(relativeError(draws.quantile(q), 0.1 + 0.4 * q)).toBeLessThan(0.01)
  expect(draws.sorted[0]).toBeGreaterThanOrEqual(0.1)
  expect(draws.sorted.at(-1)).toBeLessThan(0.5)
})

it('is constant where both ends are equal', () => {
  expect(uniform({ fromSeconds: 0.2, toSeconds: 0.2 }, () => 0.7)()).toBe(0.2)
})

it.each([
  [0.5, 0.1],
  [-1, 1],
  [0, Number.POSITIVE_INFINITY],
  [Number.NaN, 1],
])('refuses %d to %d', (fromSeconds, toSeconds) => {
  expect(() => uniform({ fromSeconds, toSeconds }, () => 0)).toThrow(RangeError)
})
