import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitWords } from '../../action/split-words.ts'
import { UserError } from '../../core/user-error.ts'

describe('splitWords', () => {
  it.each([
    ['', []],
    [' \n ', []],
    ['--seed 3\r\n--quiet', ['--seed', '3', '--quiet']],
    [`--out 'a b' --name "c d"`, ['--out', 'a b', '--name', 'c d']],
    [`--match='{route="/a"}'`, ['--match={route="/a"}']],
    [`"a\\"b" 'a\\b' a\\ b`, ['a"b', 'a\\b', 'a b']],
    [`'' ""`, ['', '']],
    ['$(rm) `x` $HOME;', ['$(rm)', '`x`', '$HOME;']],
  ])('splits %j as a shell would, and expands nothing', (text, words) => {
    expect(splitWords(text)).toEqual(words)
  })

  it.each([`'a`, `--x "a`, 'a\\'])('rejects %j, which does not end', (text) => {
    expect(() => splitWords(text)).toThrow(UserError)
  })

  it('gives back words that were quoted, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        const text = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
        expect(splitWords(text)).toEqual(words)
      }),
    )
  })
})
