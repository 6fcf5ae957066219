import { describe, expect, it } from 'vitest'
import { globExpression, globFolder, isGlob } from '../../../harness/files/glob.ts'

describe('a pattern', () => {
  it.each([
    ['*.yml', 'a.yml', true],
    ['*.yml', 'team/a.yml', false],
    ['*.yml', '.hidden.yml', false],
    ['.*.yml', '.hidden.yml', true],
    ['lag-[a-s]*', 'lag-spike', true],
    ['lag-[!a-s]*', 'lag-spike', false],
    ['[!a]b', '/b', false],
    ['?a', '.a', false],
    ['{a,b*}.yml', 'bc.yml', true],
    ['{a,b*}.yml', 'c.yml', false],
    ['**/*.yml', 'a.yml', true],
    ['**/*.yml', 'x/y/a.yml', true],
    ['**/*.yml', 'x/.git/a.yml', false],
    ['x/**', 'x/y/a.yml', true],
    ['x/**', 'x/.y/a.yml', false],
    ['a+(b).yml', 'a+(b).yml', true],
    ['[', '[', true],
    ['a[]', 'a[]', true],
    ['[\\]', '\\', true],
    ['[^a]', '^', true],
    ['a{b', 'a{b', true],
    ['x{*,y}', 'xa', true],
    ['x{*,y}.yml', 'xy.yml', true],
    ['{*,y}', '.a', false],
    ['{x/,}*', '.a', false],
    ['{x/,}*', 'x/a', true],
    ['a?', 'a.', true],
    ['a*', 'a.b', true],
    ['plain', 'plain', true],
    ['plain', 'plainer', false],
  ])('%s and the name %s: %s', (pattern, name, matches) => {
    expect(globExpression(pattern).test(name)).toBe(matches)
  })

  it('with a range that is none is a mistake', () => {
    expect(() => globExpression('[z-a]')).toThrow('[z-a]: expected a pattern such as rules/*.yml or lag-[a-z]*')
  })

  it.each([
    ['rules/*.yml', 'rules/'],
    ['/a/b/{c,d}/e', '/a/b/'],
    ['*.yml', '.'],
    ['../x/y*', '../x/'],
  ])('%s is looked for below %s', (pattern, folder) => {
    expect(globFolder(pattern)).toBe(folder)
  })

  it.each([
    ['a*', true],
    ['a?', true],
    ['a[b]', true],
    ['{a,b}', true],
    ['rules/a.yml', false],
  ])('%s is one: %s', (text, expected) => {
    expect(isGlob(text)).toBe(expected)
  })
})
