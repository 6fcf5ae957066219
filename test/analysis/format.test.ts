import { describe, expect, it } from 'vitest'
import { formatChange, formatInterval } from '../../analysis/format.ts'

describe('formatInterval', () => {
  it.each([
    { lower: 0.11, upper: 0.131, unit: 'seconds' as const, text: '110ms to 131ms' },
    { lower: 0.11, upper: Number.POSITIVE_INFINITY, unit: 'seconds' as const, text: '110ms to no upper end' },
    { lower: Number.NEGATIVE_INFINITY, upper: 1, unit: 'seconds' as const, text: 'no lower end to 1s' },
    { lower: 0.034, upper: 0.0706, unit: 'share' as const, text: '3.4% to 7.06%' },
  ])('writes [$lower, $upper] $unit as $text', ({ lower, upper, unit, text }) => {
    expect(formatInterval(lower, upper, unit)).toBe(text)
  })
})

describe('formatChange', () => {
  it.each([
    { fraction: 0.1234, text: '+12%' },
    { fraction: -0.0042, text: '-0.4%' },
    { fraction: 0, text: '0%' },
    { fraction: Number.POSITIVE_INFINITY, text: 'no upper end' },
  ])('writes $fraction as $text', ({ fraction, text }) => {
    expect(formatChange(fraction)).toBe(text)
  })
})
