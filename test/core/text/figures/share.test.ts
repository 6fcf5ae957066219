import { describe, expect, it } from 'vitest'
import { formatChange, formatShare } from '../../../../core/text/figures/share.ts'

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
    [-0.05, '−5%'],
    [Number.NaN, 'n/a'],
  ])('writes %d as %s', (value, text) => {
    expect(formatShare(value)).toBe(text)
  })
})

describe('formatChange', () => {
  it.each([
    [0.1234, '+12%'],
    [1.271, '+127%'],
    [0.0736, '+7.4%'],
    [0.03, '+3%'],
    [-0.0042, '−0.4%'],
    [-0.998, '−100%'],
    [1237.99, '+123,799%'],
    [0.0004, '0%'],
    [0, '0%'],
  ])('writes %d as %s', (ratio, text) => {
    expect(formatChange(ratio)).toBe(text)
  })
})
