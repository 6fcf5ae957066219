import { describe, expect, it } from 'vitest'
import { asGrammarHasIt } from '../../../../prometheus/promql/parse/grammar-text.ts'

describe('asGrammarHasIt', () => {
  it.each([
    ['1./6.', '1 /6 '],
    ['2.e3', '2e3 '],
    ['1.5 + .5', '1.5 + .5'],
    ['x{a="2."} # 3.', 'x{a="2."} # 3.'],
    ['a1. + 1.', 'a1. + 1 '],
    ['2 * holt_winters (x[5m], 0.5, 0.5)', '2 * day_of_month (x[5m], 0.5, 0.5)'],
    ['holt_winters + x{holt_winters="holt_winters("}', 'holt_winters + x{holt_winters="holt_winters("}'],
  ])('puts %j in the words of the grammar without moving a character: %j', (text, closed) => {
    expect(asGrammarHasIt(text)).toBe(closed)
    expect(closed).toHaveLength(text.length)
  })
})
