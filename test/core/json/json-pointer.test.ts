import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExactNumber } from '../../../core/json/exact-json.ts'
import { parsePath, parsePointer, pointerOf, valueAt } from '../../../core/json/json-pointer.ts'

// RFC 6901, section 5.
const DOCUMENT = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
}

describe('a pointer of RFC 6901', () => {
  it.each([
    ['', DOCUMENT],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('%s', (pointer, value) => {
    const steps = parsePointer(pointer) ?? ['no pointer']
    expect(valueAt(DOCUMENT, steps)).toEqual(value)
    expect(pointerOf(steps)).toBe(pointer)
  })

  it.each(['/foo/2', '/foo/00', '/foo/-1', '/foo/-', '/nothing', '/foo/bar', '/toString', '/foo/length', '/a~1b/x'])(
    'leads nowhere: %s',
    (pointer) => {
      expect(valueAt(DOCUMENT, parsePointer(pointer) ?? [])).toBeUndefined()
    },
  )

  it.each(['foo', 'foo/0', '/a~', '/a~2b', '$.foo'])('is none: %s', (pointer) => {
    expect(parsePointer(pointer)).toBeUndefined()
  })

  it('is written for any steps', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (steps) => {
        expect(parsePointer(pointerOf(steps))).toEqual(steps)
      }),
    )
  })

  it('does not look into a number', () => {
    expect(valueAt(new ExactNumber('1'), ['text'])).toBeUndefined()
  })
})

describe('a path', () => {
  it.each([
    ['a', ['a']],
    ['a.b[0]', ['a', 'b', '0']],
    ['items[12].id', ['items', '12', 'id']],
    ['[0].id', ['0', 'id']],
    ['$.a.b', ['a', 'b']],
    ['$[0]', ['0']],
    ["a['b c'].d", ['a', 'b c', 'd']],
    ['a["x.y"]', ['a', 'x.y']],
    ['größe', ['größe']],
    ['a-b.c_d', ['a-b', 'c_d']],
  ])('%s', (path, steps) => {
    expect(parsePath(path)).toEqual(steps)
  })

  it.each(['', '$', 'a..b', '$..a', 'a.', '.a', 'a[b]', 'a[0', 'a[-1]', 'a b', 'a[0]b', 'a[*]'])(
    'is none: %s',
    (path) => {
      expect(parsePath(path)).toBeUndefined()
    },
  )
})
