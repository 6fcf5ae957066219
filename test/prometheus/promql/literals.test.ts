import { describe, expect, it } from 'vitest'
import { closeDecimals, parseNumber } from '../../../prometheus/promql/number-literal.ts'
import { formatPrometheusDuration, parsePrometheusDuration } from '../../../prometheus/promql/prometheus-duration.ts'
import { unquote } from '../../../prometheus/promql/string-literal.ts'

describe('numbers', () => {
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
  ])('%s is %d', (text, value) => {
    expect(parseNumber(text)).toBe(value)
  })

  it.each(['', 'x', '1s1m', '0x', '1e', '-1'])('%j is none', (text) => {
    expect(parseNumber(text)).toBeUndefined()
  })

  it.each([
    ['1./6.', '1 /6 '],
    ['2.e3', '2e3 '],
    ['1.5 + .5', '1.5 + .5'],
    ['x{a="2."} # 3.', 'x{a="2."} # 3.'],
    ['a1. + 1.', 'a1. + 1 '],
  ])('the bare points of %j are closed without moving anything: %j', (text, closed) => {
    expect(closeDecimals(text)).toBe(closed)
    expect(closed).toHaveLength(text.length)
  })
})

describe('durations', () => {
  it.each([
    ['0', 0, '0s'],
    ['90s', 90_000, '1m30s'],
    ['1m30s', 90_000, '1m30s'],
    ['36h', 129_600_000, '1d12h'],
    ['1w', 604_800_000, '1w'],
    ['8d', 691_200_000, '8d'],
    ['1y2w3d4h5m6s7ms', 33_019_506_007, '382d4h5m6s7ms'],
    ['1500ms', 1500, '1s500ms'],
  ])('%s is %d ms, written %s', (text, milliseconds, formatted) => {
    expect(parsePrometheusDuration(text)).toBe(milliseconds)
    expect(formatPrometheusDuration(milliseconds)).toBe(formatted)
  })

  it.each(['', '5', '1.5m', '1s1m', '5m5m', '-5m', 'm'])('%j is none', (text) => {
    expect(parsePrometheusDuration(text)).toBeUndefined()
  })
})

describe('strings', () => {
  it.each([
    [`"a'b"`, "a'b"],
    [`'a"b'`, 'a"b'],
    ['`a\\n"b`', 'a\\n"b'],
    ['"\\n\\t\\\\\\""', '\n\t\\"'],
    ["'it\\'s'", "it's"],
    ['"\\x41\\101\\u00e9\\U0001F600"', 'AAé😀'],
  ])('%s', (literal, text) => {
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
  ])('%j is none: %s', (literal, message) => {
    expect(() => unquote(literal)).toThrow(message)
  })
})
