import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Unsendable } from '../../../load/requests/value-source.ts'
import { type Place, writtenValue } from '../../../load/requests/written-value.ts'

const written = (place: Place, value: unknown) => writtenValue(place, value, 'here')
/** Half a surrogate pair is no character, and no text that is sent can hold one. */
const text = fc.string({ unit: 'binary' })

describe('a value in its place', () => {
  it('arrives as it is in a path, as one segment of it', () => {
    fc.assert(
      fc.property(text, (value) => {
        const { pathname, search, hash } = new URL(`http://h/a/x${written('path', value)}/b`)
        expect([decodeURIComponent(pathname), search, hash]).toEqual([`/a/x${value}/b`, '', ''])
      }),
    )
  })

  it.each(['.', '..'])('is no step in a path: %s', (value) => {
    expect(decodeURIComponent(written('path', value))).toBe(value)
    expect(written('path', value)).not.toContain('.')
  })

  it('arrives as it is in a query', () => {
    fc.assert(
      fc.property(text, (value) => {
        const { searchParams } = new URL(`http://h/?a=${written('path', value)}&b=1`)
        expect([...searchParams]).toEqual([
          ['a', value],
          ['b', '1'],
        ])
      }),
    )
  })

  it('arrives as it is in a form', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect([...new URLSearchParams(`a=${written('form', value)}&b=1`)]).toEqual([
          ['a', value],
          ['b', '1'],
        ])
      }),
    )
  })

  it('arrives as it is within a text of JSON, and keeps its type where it is all of a value', () => {
    fc.assert(
      fc.property(text, fc.jsonValue(), (value, json) => {
        expect(JSON.parse(`"a${written('json text', value)}b"`)).toBe(`a${value}b`)
        expect(JSON.parse(written('json', json))).toEqual(JSON.parse(JSON.stringify(json)))
      }),
    )
  })

  it('is in a header as it is, or not at all', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.stringMatching(/^[\r\n\0a:]*$/)), (value) => {
        const isCarried = /^[\t -~\u0080-\u00ff]*$/.test(value)
        if (isCarried) expect(written('header', value)).toBe(value)
        else expect(() => written('header', value)).toThrow(Unsendable)
      }),
    )
  })

  it.each([
    [true, 'true'],
    [1.5, '1.5'],
    [null, 'null'],
    [{ a: [1] }, '{"a":[1]}'],
  ])('is JSON where it is no text: %j', (value, json) => {
    expect(written('text', value)).toBe(json)
    expect(decodeURIComponent(written('path', value))).toBe(json)
  })

  it.each([
    ['/a?b=c%20d&e', '/a?b=c%20d&e'],
    ['/ü/"x"', '/%C3%BC/%22x%22'],
  ])('is a whole path: %s', (value, path) => {
    expect(written('whole path', value)).toBe(path)
  })

  it.each(['', 'a', 'http://h/', '/a b', '/a\r\nX: y', '/a#b'])('is no whole path: %j', (value) => {
    expect(() => written('whole path', value)).toThrow('here: expected a value that begins with /')
  })

  it('says where a value cannot be, and not the value', () => {
    expect(() => writtenValue('header', 's3cret\n', `request a, header X, \${users.key}`)).toThrow(
      /^request a, header X, \$\{users\.key\}: expected a value that HTTP can carry: one line, and no characters beyond Latin-1$/,
    )
  })
})
