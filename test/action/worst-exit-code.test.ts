import { describe, expect, it } from 'vitest'
import { worstExitCode } from '../../action/worst-exit-code.ts'

describe('worstExitCode', () => {
  it.each([
    [[], 0],
    [[0, 0], 0],
    [[0, 3], 3],
    [[3, 1, 0], 1],
    [[1, 3], 1],
    [[1, 2, 0], 2],
    [[70, 2, 1], 70],
    [[130, 70], 130],
  ])('of %j is %i', (codes, worst) => {
    expect(worstExitCode(codes)).toBe(worst)
  })
})
