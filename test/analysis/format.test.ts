import { describe, expect, it } from 'vitest'
import { formatInterval } from '../../analysis/format.ts'

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
