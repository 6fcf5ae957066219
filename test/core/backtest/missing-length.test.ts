import { describe, expect, it } from 'vitest'
import { missingLength } from '../../../core/backtest/missing-length.ts'

describe('missingLength', () => {
  it.each([
    [1, 9000, '2h 30m'],
    [1, 0, '1 evaluation'],
    [3, 0, '3 evaluations'],
  ])('%d spans of %d seconds in all are %s', (spans, seconds, words) => {
    expect(missingLength(Array.from({ length: spans }), seconds)).toBe(words)
  })
})
