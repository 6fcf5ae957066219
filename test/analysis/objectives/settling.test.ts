import { describe, expect, it } from 'vitest'
import { settlingClause, settlingOf } from '../../../analysis/objectives/settling.ts'

const independent = { fraction: 0, trials: 200, lower: 0, upper: 0.0183, designEffect: 1 }

describe('what would settle an inconclusive finding', () => {
  it('is a number of requests where each weighs as much as the next', () => {
    expect(settlingClause(settlingOf(independent, 0.01))).toBe('; about 170 more requests would settle it')
  })

  it('is a longer run where the fraction is the limit', () => {
    expect(settlingClause(settlingOf({ ...independent, fraction: 0.01 }, 0.01))).toBe('; a longer run may settle it')
  })

  it('is never a number of requests where seconds depend on one another', () => {
    expect(settlingClause(settlingOf({ ...independent, upper: 0.06, designEffect: 9 }, 0.01))).toBe(
      '; its seconds differ by more than chance, so only a longer run or --repeat may settle it',
    )
  })
})
