import { describe, expect, it } from 'vitest'
import { formatCount, groupDigits } from '../../../core/text/count.ts'

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [12_345, '12,345'],
    [1_234_567, '1,234,567'],
    [-1000, '-1,000'],
  ])('writes %d as %s', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })
})

describe('groupDigits', () => {
  it('keeps the digits after the point together', () => {
    expect(groupDigits(1234.56789, 4)).toBe('1,234.5679')
    expect(groupDigits(0.05, 1)).toBe('0.1')
  })
})
