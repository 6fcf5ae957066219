import { expect, it } from 'vitest'
import { randomStream } from '../../../core/random.ts'
import { bimodal } from '../../../server/latency/bimodal.ts'
import { Draws, relativeError } from './draws.ts'

const FAST = { medianSeconds: 0.01, p95Seconds: 0.012 }
const SLOW = { medianSeconds: 1, p95Seconds: 1.2 }

it('draws the configured share from the slow mode, and each mode keeps its median', () => {
  const draws = new Draws(bimodal({ fast: FAST, slow: SLOW, slowShare: 0.1 }, randomStream(1, 'bimodal')))
  expect(relativeError(draws.shareAbove(0.1), 0.1)).toBeLessThan(0.03)
  expect(relativeError(draws.quantile(0.45), 0.01)).toBeLessThan(0.01)
  expect(relativeError(draws.quantile(0.95), 1)).toBeLessThan(0.01)
})

it.each([
  ['none', 0, 0],
  ['all', 1, 1],
])('a share of %s is exact', (_what, slowShare, expected) => {
  const draws = new Draws(bimodal({ fast: FAST, slow: SLOW, slowShare }, randomStream(1, 'bimodal')), 10_000)
  expect(draws.shareAbove(0.1)).toBe(expected)
})

it.each([-0.1, 1.1, Number.NaN])('refuses a slow share of %d', (slowShare) => {
  expect(() => bimodal({ fast: FAST, slow: SLOW, slowShare }, () => 0)).toThrow(RangeError)
})
