import { expect, it } from 'vitest'
import { valuesFor } from '../../../bench/corpus/values-for.ts'
import { acceptsValue, compileMatcher } from '../../../prometheus/series/label-matcher.ts'

it.each([
  ['=', 'a'],
  ['!=', 'a'],
  ['!~', 'a.*|b'],
  ['=~', '5..'],
  ['=~', '(4|5)\\d{2}'],
  ['=~', '^prod-[a-z]+$'],
  ['=~', 'kube-(?:system|public)|monitoring'],
  ['=~', '.+'],
  ['=~', 'a\\.b.*'],
  ['=~', '[^/]+/x?'],
] as const)('knows a value that %s"%s" accepts', (operator, value) => {
  const matcher = compileMatcher({ label: 'x', operator, value })
  expect(valuesFor(matcher).some((each) => acceptsValue(matcher, each, true))).toBe(true)
})
