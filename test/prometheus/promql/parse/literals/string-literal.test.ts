import { describe, expect, it } from 'vitest'
import { unquote } from '../../../../../prometheus/promql/parse/literals/string-literal.ts'

describe('unquote', () => {
  it.each([
    [`"a'b"`, "a'b"],
    [`'a"b'`, 'a"b'],
    ['`a\\n"b`', 'a\\n"b'],
    ['"\\n\\t\\\\\\""', '\n\t\\"'],
    ["'it\\'s'", "it's"],
    ['"\\x41\\101\\u00e9\\U0001F600"', 'AAé😀'],
  ])('reads %s as %j', (literal, text) => {
    expect(unquote(literal)).toBe(text)
  })

  it.each([
    ['"a', 'without its closing "'],
    ['"', 'without its closing "'],
    ['"a\\"', 'without its closing "'],
    ['"a\nb"', 'over the end of its line'],
    ['"\\q"', 'the escape \\q'],
    ['"\\xe9"', 'the escape \\xe9'],
    ['"\\\'"', "the escape \\'"],
    ['"\\ud800"', 'the escape \\ud800'],
  ])('refuses %j: %s', (literal, message) => {
    expect(() => unquote(literal)).toThrow(message)
  })
})
