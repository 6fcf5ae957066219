import { describe, expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import { poissonCount } from '../../../simulation/drawn/poisson-count.ts'

const DRAWS = 20_000

describe('poissonCount', () => {
  it.each([0.01, 0.5, 3, 29.9, 30.1, 75, 1000, 2e6])('has the mean %d as its mean and as its variance', (mean) => {
    const random = randomStream(5, `poisson ${mean}`)
    const counts = Array.from({ length: DRAWS }, () => poissonCount(mean, random))
    const average = counts.reduce((sum, count) => sum + count, 0) / DRAWS
    const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / DRAWS
    // Four standard errors of the mean, and of the variance of a Poisson distribution.
    expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / DRAWS))
    expect(Math.abs(variance - mean)).toBeLessThan(4 * Math.sqrt((mean + 2 * mean * mean) / DRAWS))
  })

  it.each([2, 40])('has the probabilities of a Poisson distribution with the mean %d', (mean) => {
    const random = randomStream(6, `poisson ${mean}`)
    const counts = Array.from({ length: DRAWS }, () => poissonCount(mean, random))
    let probability = Math.exp(-mean)
    let expectedAtMost = 0
    for (let count = 0; count < 2 * mean + 10; count++) {
      expectedAtMost += probability
      probability *= mean / (count + 1)
      const observed = counts.filter((drawn) => drawn <= count).length / DRAWS
      expect(Math.abs(observed - expectedAtMost), `at most ${count}`).toBeLessThan(1.95 / Math.sqrt(DRAWS))
    }
  })

  it('draws nothing of nothing', () => {
    expect(poissonCount(0, randomStream(1, 'none'))).toBe(0)
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a mean of %d', (mean) => {
    expect(() => poissonCount(mean, Math.random)).toThrow(RangeError)
  })
})
