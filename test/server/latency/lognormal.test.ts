import { describe, expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import { lognormal } from '../../../server/latency/lognormal.ts'
import { Draws, relativeError } from './draws.ts'

describe('lognormal', () => {
  const draws = new Draws(lognormal({ medianSeconds: 0.04, p95Seconds: 0.12 }, randomStream(1, 'lognormal')))
  const sigma = Math.log(3) / 1.6448536269514722

  it('has the configured median and P95', () => {
    expect(relativeError(draws.quantile(0.5), 0.04)).toBeLessThan(0.01)
    expect(relativeError(draws.quantile(0.95), 0.12)).toBeLessThan(0.01)
  })

  it('has the mean of the formula, median · exp(sigma² / 2)', () => {
    expect(relativeError(draws.mean, 0.04 * Math.exp(sigma ** 2 / 2))).toBeLessThan(0.01)
  })

  it.each([
    [0.1, -1.2815515655446004],
    [0.9, 1.2815515655446004],
    [0.99, 2.3263478740408408],
  ])('has the quantile %d of the formula', (q, z) => {
    expect(relativeError(draws.quantile(q), 0.04 * Math.exp(sigma * z))).toBeLessThan(0.03)
  })

  it('is constant where the median equals the P95', () => {
    expect(lognormal({ medianSeconds: 0.2, p95Seconds: 0.2 }, randomStream(1, 'x'))()).toBe(0.2)
  })

  it.each([
    [0, 1],
    [0.2, 0.1],
    [-1, 1],
    [1, Number.POSITIVE_INFINITY],
    [Number.NaN, 1],
  ])('refuses median %d and P95 %d', (medianSeconds, p95Seconds) => {
    expect(() => lognormal({ medianSeconds, p95Seconds }, () => 0)).toThrow(RangeError)
  })
})
