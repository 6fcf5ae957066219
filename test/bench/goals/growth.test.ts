import { describe, expect, it } from 'vitest'
import { slope } from '../../../bench/goals/growth.ts'

describe('slope', () => {
  it('is that of the line with the least squares', () => {
    expect(
      slope([
        [0, 1],
        [1, 3],
        [2, 5],
      ]),
    ).toBeCloseTo(2)
  })
})
