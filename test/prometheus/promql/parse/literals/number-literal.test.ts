import { describe, expect, it } from 'vitest'
import { parseNumber } from '../../../../../prometheus/promql/parse/literals/number-literal.ts'

describe('parseNumber', () => {
  it.each([
    ['1', 1],
    ['.5', 0.5],
    ['2.', 2],
    ['1e3', 1000],
    ['12.34E-6', 12.34e-6],
    ['0x1F', 31],
    ['010', 8],
    ['08', 8],
    ['1_000', 1000],
    ['InF', Number.POSITIVE_INFINITY],
    ['nan', Number.NaN],
    ['5m', 300],
    ['1h30m', 5400],
    ['250ms', 0.25],
  ])('reads %s as %d', (text, value) => {
    expect(parseNumber(text)).toBe(value)
  })

  it.each(['', 'x', '1s1m', '0x', '1e', '-1'])('reads no number from %j', (text) => {
    expect(parseNumber(text)).toBeUndefined()
  })
})
