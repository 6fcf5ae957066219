import { describe, expect, it } from 'vitest'
import { labelTest } from '../../../prometheus/series/label-matcher.ts'
import type { LabelMatcher } from '../../../prometheus/series/series.ts'

const matcher = (label: string, operator: LabelMatcher['operator'], value: string): LabelMatcher => ({
  label,
  operator,
  value,
})

describe('labelTest', () => {
  const labels = { __name__: 'up', job: 'api', path: '/a\nb' }
  it.each([
    ['an equal value', matcher('job', '=', 'api'), true],
    ['an unequal value for =', matcher('job', '=', 'db'), false],
    ['an unequal value for !=', matcher('job', '!=', 'db'), true],
    ['an equal value for !=', matcher('job', '!=', 'api'), false],
    ['a pattern that matches the whole value', matcher('job', '=~', 'a.i|db'), true],
    ['a pattern that matches a part of the value', matcher('job', '=~', 'a'), false],
    ['a pattern that must not match and does', matcher('job', '!~', 'a.*'), false],
    ['a pattern that must not match and does not', matcher('job', '!~', 'b.*'), true],
    ['a missing label as the empty string', matcher('route', '=', ''), true],
    ['a missing label for a pattern that needs a character', matcher('route', '=~', '.+'), false],
    ['a label of the name that every object has', matcher('constructor', '=', ''), true],
  ])('decides on %s', (_, one, accepted) => {
    expect(labelTest([one])(labels)).toBe(accepted)
  })

  it('accepts labels that all matchers accept', () => {
    expect(labelTest([])(labels)).toBe(true)
    expect(labelTest([matcher('job', '=', 'api'), matcher('job', '!=', 'db')])(labels)).toBe(true)
    expect(labelTest([matcher('job', '=', 'api'), matcher('job', '=', 'db')])(labels)).toBe(false)
  })

  it('lets a dot match a newline only in the dialects that do', () => {
    expect(labelTest([matcher('path', '=~', '/a.b')], true)(labels)).toBe(true)
    expect(labelTest([matcher('path', '=~', '/a.b')], false)(labels)).toBe(false)
  })

  it('refuses a pattern that cannot be read', () => {
    expect(() => labelTest([matcher('job', '=~', '(a')])).toThrow(RangeError)
  })
})
