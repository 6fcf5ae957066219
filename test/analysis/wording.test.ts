import { describe, expect, test } from 'vitest'
import { durationBeside, intervalInWords, listed, quantileName } from '../../analysis/wording.ts'

describe('durationBeside shows which side of the other it lies on', () => {
  test.each([
    { seconds: 2.002, other: 2, words: '2.002s' },
    { seconds: 2.5, other: 2, words: '2.5s' },
    { seconds: 0.99996, other: 1, words: '999.96ms' },
    { seconds: 2, other: 2, words: '2s' },
    { seconds: 1.0000001, other: 1, words: '1s' },
  ])('$seconds beside $other is $words', ({ seconds, other, words }) => {
    expect(durationBeside(seconds, other)).toBe(words)
  })
})

test.each([
  { lower: 0.11, upper: 0.131, unit: 'seconds' as const, words: '110ms to 131ms' },
  { lower: 0.11, upper: Number.POSITIVE_INFINITY, unit: 'seconds' as const, words: '110ms to no upper end' },
  { lower: Number.NEGATIVE_INFINITY, upper: 1, unit: 'seconds' as const, words: 'no lower end to 1s' },
  { lower: 0.034, upper: 0.0706, unit: 'share' as const, words: '3.4% to 7.06%' },
])('intervalInWords: $words', ({ lower, upper, unit, words }) => {
  expect(intervalInWords(lower, upper, unit)).toBe(words)
})

test.each([
  { words: [], text: '' },
  { words: ['a'], text: 'a' },
  { words: ['a', 'b', 'c'], text: 'a, b and c' },
])('listed: $text', ({ words, text }) => expect(listed(words)).toBe(text))

test('quantileName is what people say', () => {
  expect([0.5, 0.95, 0.999].map(quantileName)).toEqual(['P50', 'P95', 'P99.9'])
})
