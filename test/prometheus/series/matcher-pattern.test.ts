import { describe, expect, it } from 'vitest'
import { MatcherPattern } from '../../../prometheus/series/matcher-pattern.ts'

describe('MatcherPattern', () => {
  it.each([
    ['a|bc', ['a', 'bc'], ['ac', 'abc', 'xa'], 'both ends are anchored, for every alternative'],
    ['', [''], ['a'], 'the empty pattern matches the empty string only'],
    ['a||b', ['a', '', 'b'], ['ab'], 'an empty alternative'],
    ['/api/v[0-9]+', ['/api/v1', '/api/v23'], ['/api/v', 'x/api/v1'], 'a slash is a slash'],
    ['a.b', ['a-b', 'aéb', 'a😀b'], ['ab', 'a--b'], 'a dot is one code point'],
    ['a\\.b', ['a.b'], ['a-b'], 'an escaped dot is a dot'],
    ['\\d\\D\\w\\W', ['1a_-'], ['١a_-', '11_-'], 'classes are ASCII'],
    ['\\s', [' ', '\t', '\n'], ['\v', '\u00a0'], 'so is white space'],
    ['[\\s\\d]+', ['1 2'], ['1\v2'], 'inside brackets too'],
    ['[\\S]', ['a', '\v'], [' '], 'and its opposite'],
    ['[^a-c]', ['d', '\n'], ['b'], 'a negated class matches a newline'],
    ['[]a]', [']', 'a'], ['b'], 'a closing bracket that comes first is a member'],
    ['[^]a]', ['b'], [']', 'a'], 'in a negated class too'],
    ['[a-]', ['a', '-'], ['b'], 'so is a hyphen at the end'],
    ['[[]', ['['], ['a'], 'and an opening bracket'],
    ['[[:alpha:]_]+', ['ab_'], ['a1'], 'POSIX classes'],
    ['[\\x41-\\x43\\-]', ['B', '-'], ['D'], 'a range of escapes'],
    ['\\x61\\x{1F600}\\141', ['a😀a'], ['aaa'], 'hexadecimal and octal escapes'],
    ['\\pL\\p{Lu}\\p{Greek}\\PL', ['éÉλ1'], ['1Éλ1'], 'Unicode classes'],
    ['\\Aa\\z', ['a'], ['b'], 'text anchors'],
    ['a{2}b{1,}c{0,1}', ['aab', 'aabbc'], ['ab', 'aabcc'], 'repetitions'],
    ['a{,2}', ['a{,2}'], ['a', 'aa'], 'what is no repetition is a brace'],
    ['{"a"}]', ['{"a"}]'], [], 'so are braces and brackets that nothing opens'],
    ['(?:a)(?P<x>b)(?<y>c)', ['abc'], ['ab'], 'groups, named or not'],
    ['a+?b*?', ['a', 'aab'], [''], 'lazy repetitions'],
    ['\\bfoo\\b', ['foo'], ['foo '], 'word boundaries'],
    ['(?i)get|(?i:POST)x', ['GET', 'postx'], ['GETx'], 'inline flags'],
    ['(?s-m:a.b)', ['a\nb'], ['ab'], 'inline flags of a group'],
    ['\\Qa.b\\E+', ['a.bb'], ['axb'], 'quoted text'],
    ['a\\-b\\_\\/', ['a-b_/'], [], 'escaped punctuation'],
  ])('%j matches %j and not %j (%4$s)', (pattern, matching, others) => {
    const compiled = new MatcherPattern(pattern)
    expect(matching.filter((text) => !compiled.matches(text, true))).toEqual([])
    expect(others.filter((text) => compiled.matches(text, true))).toEqual([])
  })

  it('lets a dot match a newline in one dialect only', () => {
    const pattern = new MatcherPattern('a.b')
    expect([pattern.matches('a\nb', true), pattern.matches('a\nb', false)]).toEqual([true, false])
    expect([pattern.matches('a\rb', true), pattern.matches('a\rb', false)]).toEqual([true, true])
  })

  it.each([
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?<!a)b', 'invalid named capture'],
    ['(a)\\1', 'invalid escape sequence: `\\1`'],
    ['\\C', 'invalid escape sequence'],
    ['\\u0041', 'invalid escape sequence'],
    ['[\\b]', 'invalid escape sequence'],
    ['a\\', 'trailing backslash'],
    ['[a', 'missing closing ]'],
    ['[b-a]', 'invalid character class range'],
    ['[[:nope:]]', 'invalid character class range'],
    ['a{1001}', 'invalid repeat count'],
    ['a**', 'invalid nested repetition operator'],
    ['(a', 'missing closing )'],
    ['a)', 'unexpected )'],
    ['a)(b', 'unexpected )'],
    ['\\p{Klingon}', 'invalid character class range'],
  ])('refuses %s: %s', (pattern, message) => {
    expect(() => new MatcherPattern(pattern)).toThrow(RangeError)
    expect(() => new MatcherPattern(pattern)).toThrow(message)
  })

  it.each(['(a+)+', '(a|aa)+', '(.*)*x', '([a-z]+)*$'])(
    'takes linear time for %s on a text that does not match',
    (pattern) => {
      const compiled = new MatcherPattern(pattern)
      // A backtracking engine needs longer than the age of the universe for these.
      expect(compiled.matches(`${'a'.repeat(10_000)}!`, true)).toBe(false)
    },
  )
})
