import { describe, expect, it } from 'vitest'
import { describeKey, describeValue } from '../../../scenario-file/mistakes/describe-value.ts'

describe('describeValue', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'nothing'],
    [-20, '-20'],
    [true, 'true'],
    ['fast', '"fast"'],
    ['', '""'],
    ['a\u001b[31m\n', '"a\\u001b[31m\\n"'],
    ['x'.repeat(100), `"${'x'.repeat(59)}…"`],
    ['🙂'.repeat(100), `"${'🙂'.repeat(59)}…"`],
    [[], 'an empty list'],
    [[1, 2], 'a list of 2'],
    [{}, 'an empty mapping'],
    [{ from: 1, to: 2 }, 'a mapping of from, to'],
    [{ 'a\nb': 1 }, 'a mapping of a\\nb'],
  ])('%j reads %s', (value, text) => {
    expect(describeValue(value)).toBe(text)
  })
})

describe('describeKey', () => {
  it.each([
    ['rate', 'rate'],
    ['été', 'été'],
    ['/p', '/p'],
    ['', '""'],
    ['a b', '"a b"'],
    ['a\u001b', '"a\\u001b"'],
  ])('%j reads %s', (key, text) => {
    expect(describeKey(key)).toBe(text)
  })
})
