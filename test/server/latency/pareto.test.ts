import { describe, expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import { pareto } from '../../../server/latency/pareto.ts'
import { Draws, relativeError } from './draws.ts'

describe('pareto', () => {
  const shape = { minimumSeconds: 0.01, shape: 1.5, maximumSeconds: 1 }
  const draws = new Draws(pareto(shape, randomStream(1, 'pareto')), 200_000)

  it.each([0.02, 0.05, 0.1, 0.5, 0.999])('P(X > %d s) is (minimum / x)^shape', (x) => {
    expect(relativeError(draws.shareAbove(x), (0.01 / x) ** 1.5)).toBeLessThan(0.1)
  })

  it.each([0.5, 0.9, 0.95, 0.99])('has the quantile %d of the formula, minimum · (1 − q)^(−1 / shape)', (q) => {
    expect(relativeError(draws.quantile(q), 0.01 * (1 - q) ** (-1 / 1.5))).toBeLessThan(0.03)
  })

  it('starts at the minimum and is cut off at the maximum', () => {
    expect(draws.sorted[0]).toBeGreaterThanOrEqual(0.01)
    expect(draws.sorted.at(-1)).toBe(1)
    expect(pareto(shape, () => 0)()).toBe(0.01)
    expect(pareto(shape, () => 1 - 2 ** -32)()).toBe(1)
  })

  it.each([
    [0, 1, 1],
    [1, 1, 0.5],
    [1, 0, 2],
    [1, Number.NaN, 2],
    [1, 1, Number.POSITIVE_INFINITY],
  ])('refuses minimum %d, shape %d, maximum %d', (minimumSeconds, shape, maximumSeconds) => {
    expect(() => pareto({ minimumSeconds, shape, maximumSeconds }, () => 0)).toThrow(RangeError)
  })
})
