import { describe, expect, it } from 'vitest'
import { spanWords } from '../../../core/backtest/span-words.ts'

describe('spanWords', () => {
  it.each([
    [0, '0s'],
    [400, '0s'],
    [45_000, '45s'],
    [90_000, '1m 30s'],
    [3_600_000, '1h'],
    [3_661_000, '1h 1m'],
    [3_601_000, '1h'],
    [28 * 86_400_000, '28d'],
    [100_800_000, '1d 4h'],
    [-5, '0s'],
  ])('%d ms are %s', (milliseconds, words) => {
    expect(spanWords(milliseconds)).toBe(words)
  })
})
