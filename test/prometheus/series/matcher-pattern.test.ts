import { describe, expect, it } from 'vitest'
import { compilePattern } from '../../../prometheus/series/matcher-pattern.ts'

describe('compilePattern', () => {
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
    ['a\\-b\\_\\/', ['a-b_/'], [], 'escaped punctuation'],
  ])('%j matches %j and not %j (%4$s)', (pattern, matching, others) => {
    const { dotAll } = compilePattern(pattern)
    expect(matching.filter((text) => !dotAll.test(text))).toEqual([])
    expect(others.filter((text) => dotAll.test(text))).toEqual([])
  })

  it('lets a dot match a newline in one dialect only', () => {
    const { dotAll, dotWithinLine } = compilePattern('a.b')
    expect([dotAll.test('a\nb'), dotWithinLine.test('a\nb')]).toEqual([true, false])
    expect([dotAll.test('a\rb'), dotWithinLine.test('a\rb')]).toEqual([true, true])
  })

  it.each([
    ['(?i)a', 'the inline flags (?i) at its character 1'],
    ['a(?s-m:b)', 'the inline flags (?s-m: at its character 2'],
    ['(?=a)', 'lookaround at its character 1, which RE2 does not have'],
    ['(?<!a)b', 'lookaround'],
    ['(a)\\1', 'a backreference at its character 4'],
    ['\\Qa.b\\E', 'the escape \\Q'],
    ['\\C', 'the escape \\C'],
    ['\\u0041', 'the escape \\u'],
    ['[\\b]', 'the escape \\b'],
    ['a\\', 'a backslash at its end'],
    ['[a', 'a class without its closing ]'],
    ['[b-a]', 'a range out of order'],
    ['[[:nope:]]', 'the class [:nope:]'],
    ['a{1001}', 'a repetition above 1000'],
    ['a**', 'cannot be read'],
    ['(a', 'cannot be read'],
    ['a)', 'cannot be read'],
    ['\\p{Klingon}', 'cannot be read'],
  ])('refuses %s: %s', (pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(RangeError)
    expect(() => compilePattern(pattern)).toThrow(message)
  })
})
