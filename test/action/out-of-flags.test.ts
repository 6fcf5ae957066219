import { describe, expect, it } from 'vitest'
import { outOfFlags } from '../../action/out-of-flags.ts'

describe('outOfFlags', () => {
  it.each([
    { words: ['--quiet'], out: null, flags: ['--quiet'] },
    { words: ['--out', 'a', '--quiet'], out: 'a', flags: ['--quiet'] },
    { words: ['--out=a', '--out', 'b'], out: 'b', flags: [] },
    { words: ['--output', 'a'], out: null, flags: ['--output', 'a'] },
  ])('takes $out out of $words', ({ words, ...expected }) => {
    expect(outOfFlags(words)).toEqual(expected)
  })

  it.each([[['--out']], [['--out=']]])('rejects %j', (words) => {
    expect(() => outOfFlags(words)).toThrow('flags: expected a folder behind --out, got nothing')
  })
})
