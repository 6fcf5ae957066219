import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binomialAtMost, regularizedBeta } from '../../../analysis/statistics/binomial.ts'

/** The sum of the probabilities, term by term: exact where the trials are few. */
function summed(successes: number, trials: number, share: number): number {
  let term = (1 - share) ** trials
  let sum = 0
  for (let i = 0; i <= successes; i++) {
    sum += term
    term *= (((trials - i) / (i + 1)) * share) / (1 - share)
  }
  return sum
}

describe('binomialAtMost', () => {
  it('equals the sum of the probabilities', () => {
    const cases = fc.record({
      trials: fc.integer({ min: 1, max: 300 }),
      share: fc.double({ min: 0.02, max: 0.9, noNaN: true }),
    })
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), ({ trials, share }, part) => {
        const successes = Math.floor(part * trials)
        expect(binomialAtMost(successes, trials, share)).toBeCloseTo(summed(successes, trials, share), 8)
      }),
    )
  })

  it.each([
    { what: 'no success is (1 − share)ⁿ', successes: 0, trials: 600, share: 0.01, probability: 0.99 ** 600 },
    { what: 'fewer than none is impossible', successes: -1, trials: 10, share: 0.5, probability: 0 },
    { what: 'all or fewer is certain', successes: 10, trials: 10, share: 0.5, probability: 1 },
    { what: 'a share of 0 never succeeds', successes: 0, trials: 10, share: 0, probability: 1 },
    { what: 'a share of 1 always does', successes: 9, trials: 10, share: 1, probability: 0 },
    { what: 'the middle of ten million is a half', successes: 4_999_999.5, trials: 1e7, share: 0.5, probability: 0.5 },
  ])('$what', ({ successes, trials, share, probability }) => {
    expect(binomialAtMost(successes, trials, share)).toBeCloseTo(probability, 5)
  })

  it('rejects a probability outside 0 to 1', () => {
    expect(() => binomialAtMost(1, 2, 1.1)).toThrow(RangeError)
  })
})

it('regularizedBeta mirrors: I_x(a, b) = 1 − I_1−x(b, a)', () => {
  const parameter = fc.double({ min: 0.5, max: 500, noNaN: true })
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), parameter, parameter, (x, a, b) => {
      expect(regularizedBeta(x, a, b)).toBeCloseTo(1 - regularizedBeta(1 - x, b, a), 8)
    }),
  )
})
