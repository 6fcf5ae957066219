import { expect, it } from 'vitest'
import { CONFIDENCE_PERCENT, ONE_SIDED_Z, TAIL, TWO_SIDED_Z } from '../../core/confidence-level.ts'

it('is 95%, with 2.5% in each tail', () => {
  expect(CONFIDENCE_PERCENT).toBe('95%')
  expect(TAIL).toBeCloseTo(0.025, 15)
})

it('gives the 97.5% and the 95% point of the normal distribution', () => {
  expect(TWO_SIDED_Z).toBeCloseTo(1.959963984540054, 14)
  expect(ONE_SIDED_Z).toBeCloseTo(1.6448536269514722, 14)
})
