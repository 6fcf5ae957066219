import { expect, it } from 'vitest'
import { UserError } from '../../../core/user-error.ts'
import { histogramSelection } from '../../../prometheus/observation/histogram-selection.ts'

it.each([
  ['h', '', 'h_bucket', []],
  ['h', '{}', 'h_bucket{}', []],
  [
    'h',
    '{route="/a",method!~"GET|HEAD"}',
    'h_bucket{route="/a",method!~"GET|HEAD"}',
    ['route = /a', 'method !~ GET|HEAD'],
  ],
  ['h.with.dots', '', '{__name__="h.with.dots_bucket"}', []],
  ['h.with.dots', '{route="/a"}', '{__name__="h.with.dots_bucket",route="/a"}', ['route = /a']],
])('%s%s is selected by %s', (name, match, bucketSelector, matchers) => {
  const selection = histogramSelection(name, match)
  expect(selection.bucketSelector).toBe(bucketSelector)
  expect(selection.matchers.map(({ label, operator, value }) => `${label} ${operator} ${value}`)).toEqual(matchers)
})

it.each(['route="/a"', '{route=/a}', '{route="/a"', '[1m]', '> 1'])('rejects the matchers %s', (match) => {
  expect(() => histogramSelection('h', match)).toThrow(UserError)
  expect(() => histogramSelection('h', match)).toThrow(
    `metrics.match: expected matchers in braces, such as {route="/predict"}, got ${JSON.stringify(match)}`,
  )
})
