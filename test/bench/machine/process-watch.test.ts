import { describe, expect, it } from 'vitest'
import { growthPerMinute } from '../../../bench/machine/process-watch.ts'

describe('growthPerMinute', () => {
  it('is that of the line with the least squares', () => {
    expect(
      growthPerMinute([
        [0, 1],
        [60, 3],
        [120, 5],
      ]),
    ).toBeCloseTo(2)
  })
})
