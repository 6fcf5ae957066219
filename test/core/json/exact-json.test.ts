import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExactNumber, jsonText, parseJson, textOfJson } from '../../../core/json/exact-json.ts'

describe('a number keeps its digits', () => {
  it.each([
    '9007199254740993',
    '-12345678901234567890',
    '0.1234567890123456789',
    '1e400',
    '1E-400',
    '100000000000000000000000000001',
    '1.00000000000000000001',
  ])('%s', (text) => {
    const value = parseJson(text)
    expect(value).toEqual(new ExactNumber(text))
    expect(jsonText(value)).toBe(text)
    expect(jsonText(parseJson(`{"id":[${text}]}`))).toBe(`{"id":[${text}]}`)
  })

  it.each([
    ['9007199254740992', 9007199254740992],
    ['1.0000000000000000000', 1],
    ['1e3', 1000],
    ['0.000', 0],
    ['-0', -0],
    ['100000000000000000000', 1e20],
    ['1.5e-7', 1.5e-7],
  ])('%s is a plain number: a double holds it', (text, number) => {
    expect(parseJson(text)).toBe(number)
  })
})

describe('JSON is read as JSON.parse reads it', () => {
  it.each(['token-3e5', '12345678901234567890', 'a "1e5" in quotes'])(
    'a text by itself that looks like a number: %s',
    (text) => {
      expect(parseJson(JSON.stringify(text))).toBe(text)
    },
  )

  it('whatever it holds, beside a number of many digits', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const beside = parseJson(`[9007199254740993,${text}]`)
        expect(beside).toEqual([new ExactNumber('9007199254740993'), JSON.parse(text)])
      }),
    )
  })

  it.each([
    [
      'quotes, backslashes and what looks like numbers in texts',
      '{"a\\"\\\\":"12345678901234567890","b":12345678901234567890}',
    ],
    ['a key twice', '{"a":12345678901234567890,"a":1}'],
    ['a key that objects have anyway', '{"__proto__":{"a":12345678901234567890}}'],
    ['empty collections', '[{},[],12345678901234567890]'],
    ['spaces everywhere', ' { "a" : [ 12345678901234567890 , true ] } '],
  ])('%s', (_, text) => {
    const doubles = JSON.parse(jsonText(parseJson(text)))
    expect(doubles).toEqual(JSON.parse(text))
  })

  it.each(['', '{', '01234567890123456789', '[1,]', "{'a':1}", 'NaN'])('refuses %s', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError)
  })
})

it('is written as text: a text as it is, all else as JSON', () => {
  expect(textOfJson('a"b')).toBe('a"b')
  expect(textOfJson(new ExactNumber('12345678901234567890'))).toBe('12345678901234567890')
  expect(textOfJson({ a: [1, null, 'b'] })).toBe('{"a":[1,null,"b"]}')
})

it('reads and refuses to write what is nested without end, instead of filling the stack', () => {
  const deep = parseJson(`${'['.repeat(50_000)}12345678901234567890${']'.repeat(50_000)}`)
  expect(() => jsonText(deep)).toThrow('nested more than 1000 levels deep')
})
