import { describe, expect, it } from 'vitest'
import { comparisonMistake, comparisonText, isWithin, parseComparison } from '../../../core/answers/comparison.ts'

describe('a comparison is written', () => {
  it.each<[unknown, unknown, string]>([
    [5, { kind: 'equal', value: 5 }, '= 5'],
    [true, { kind: 'equal', value: true }, '= true'],
    [null, { kind: 'equal', value: null }, '= null'],
    [{ a: [1] }, { kind: 'equal', value: { a: [1] } }, '= {"a":[1]}'],
    ['paid', { kind: 'equal', value: 'paid' }, '= "paid"'],
    ['', { kind: 'equal', value: '' }, '= ""'],
    ['= exists', { kind: 'equal', value: 'exists' }, '= "exists"'],
    ['= /a/', { kind: 'equal', value: '/a/' }, '= "/a/"'],
    ['=> 3', { kind: 'equal', value: '> 3' }, '= "> 3"'],
    ['/', { kind: 'equal', value: '/' }, '= "/"'],
    ['/a', { kind: 'equal', value: '/a' }, '= "/a"'],
    ['exists', { kind: 'exists' }, 'exists'],
    [' absent ', { kind: 'absent' }, 'absent'],
    ['!= 3', { kind: 'different', value: 3 }, '!= 3'],
    ['!= "3"', { kind: 'different', value: '3' }, '!= "3"'],
    ['!= null', { kind: 'different', value: null }, '!= null'],
    ['!= "/a/"', { kind: 'different', value: '/a/' }, '!= "/a/"'],
    ['!= /a', { kind: 'different', value: '/a' }, '!= "/a"'],
    ['!= "exists"', { kind: 'different', value: 'exists' }, '!= "exists"'],
    ['!= open', { kind: 'different', value: 'open' }, '!= "open"'],
    ['/^ord-\\d+$/', { kind: 'matches', pattern: '^ord-\\d+$' }, '/^ord-\\d+$/'],
    ['> 3', { kind: 'within', bounds: [{ order: '>', limit: 3 }] }, '> 3'],
    ['<=-0.5', { kind: 'within', bounds: [{ order: '<=', limit: -0.5 }] }, '<= -0.5'],
    [
      '>= 1 and < 1e3',
      {
        kind: 'within',
        bounds: [
          { order: '>=', limit: 1 },
          { order: '<', limit: 1000 },
        ],
      },
      '>= 1 and < 1000',
    ],
  ])('%j', (written, comparison, text) => {
    expect(parseComparison(written)).toEqual(comparison)
    expect(comparisonText(parseComparison(written) ?? { kind: 'absent' })).toBe(text)
  })

  it.each<[string, RegExp]>([
    ['> three', /^a value, exists, .*, or = before a text that begins with < or >$/],
    ['> 3 and four', /or = before a text/],
    ['> 10 and < 3', /^bounds that a number can lie within, not > 10 and < 3$/],
    ['> 3 and < 3', /^bounds that a number can lie within/],
    ['/a(/', /^a pattern as RE2 reads it, or = before a text in slashes: .*missing closing \)/],
    ['/(?=a)/', /^a pattern as RE2 reads it/],
    ['//', /it is empty/],
    ['!= /error/', /cannot be denied/],
    ['!= > 5', /cannot be denied/],
    ['!= exists', /cannot be denied/],
    ['!=absent', /cannot be denied/],
    ['!~ error', /cannot be denied/],
    ['!== 5', /cannot be denied/],
    ['!= 9007199254740993', /^a whole number up to 9007199254740991/],
    ['== true', /^a value by itself/],
    ['=~ /a/', /^a value by itself/],
    [`/\${A}/`, /references are not replaced in patterns/],
  ])('is none: %s', (written, mistake) => {
    expect(parseComparison(written)).toBeUndefined()
    expect(comparisonMistake(written)).toMatch(mistake)
  })
})

it.each<[number, boolean[]]>([
  [2, [false, false, true, true]],
  [3, [false, true, false, true]],
  [4, [true, true, false, false]],
])('%d is held against > 3, >= 3, < 3 and <= 3', (value, within) => {
  const orders = ['>', '>=', '<', '<='] as const
  expect(orders.map((order) => isWithin(value, [{ order, limit: 3 }]))).toEqual(within)
})
