import { describe, expect, it } from 'vitest'
import { formatShare } from '../../../core/scenario/objective.ts'

describe('formatShare', () => {
  it.each([
    [0.0123, '1.23%'],
    [1, '100%'],
    [0, '0%'],
    [0.123456, '12.3%'],
    [0.000884237, '0.0884%'],
    [0.998766, '99.877%'],
    [0.5, '50%'],
    [1.5, '150%'],
    [Number.NaN, 'n/a'],
  ])('writes %d as %s', (value, text) => {
    expect(formatShare(value)).toBe(text)
  })
})
