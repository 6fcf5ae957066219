import { describe, expect, it } from 'vitest'
import { ExactNumber, type JsonValue } from '../../../core/json/exact-json.ts'
import { containsJson, describeJson, jsonDifference } from '../../../core/json/json-difference.ts'

describe('JSON contains', () => {
  it.each<[string, JsonValue, unknown, boolean]>([
    ['the same', [1, { a: 'b' }], [1, { a: 'b' }], true],
    ['an object with more keys, at any depth', { a: { b: 1, c: 2 }, d: 3 }, { a: { b: 1 } }, true],
    ['an empty object, in any object', { a: 1 }, {}, true],
    ['no more items of an array', [1, 2], [1], false],
    ['no other order', [2, 1], [1, 2], false],
    ['no other type', { a: '1' }, { a: 1 }, false],
    ['no object in an array', [], {}, false],
    ['no array in an object', {}, [], false],
    ['no null in an object', {}, null, false],
    ['no inherited key', {}, { toString: {} }, false],
    ['null where null is expected', { a: null }, { a: null }, true],
    ['no null where there is nothing', {}, { a: null }, false],
    [
      'a number of many digits, as the double that is expected',
      new ExactNumber('9007199254740993'),
      9007199254740992,
      true,
    ],
    ['no object in a number of many digits', new ExactNumber('9007199254740993'), {}, false],
  ])('%s', (_, actual, expected, contained) => {
    expect(containsJson(actual, expected)).toBe(contained)
  })
})

describe('the first difference is shown with its place', () => {
  it.each<[JsonValue, unknown, string]>([
    [{ paid: false }, { paid: true }, '/paid: false'],
    [{ a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }, { b: 3 }] }, '/a/1/b: 2'],
    [{ a: [1, 2, 3] }, { a: [1] }, '/a: a list of 3'],
    [{}, { a: { b: 1 } }, '/a: nothing'],
    [{ a: {} }, { a: 1 }, '/a: an object'],
    [[], {}, 'an empty list'],
    ['x', 'y', '"x"'],
    [{ 'a/b': null }, { 'a/b': 1 }, '/a~1b: null'],
  ])('%j for %j', (actual, expected, difference) => {
    expect(jsonDifference(actual, expected)).toBe(difference)
  })

  it('is short, however long the value is', () => {
    expect(describeJson('x'.repeat(1e6)).length).toBeLessThan(1010)
  })
})
