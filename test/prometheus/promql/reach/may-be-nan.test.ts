import { expect, it } from 'vitest'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { mayBeNaN } from '../../../../prometheus/promql/reach/may-be-nan.ts'

it.each([
  ['x', true],
  ['NaN', true],
  ['sum(x)', true],
  ['scalar(x)', true],
  ['vector(scalar(x))', true],
  ['clamp(x, 1, 1)', true],
  ['x * 0', true],
  ['x != 5', true],
  ['x > 5 or y', true],
  ['max_over_time(x[5m])', true],
  ['5', false],
  ['pi()', false],
  ['vector(5)', false],
  ['x > 5', false],
  ['x > bool 5', false],
  ['label_replace(x > 5, "a", "", "b", "")', false],
  ['(x > 5) and y', false],
  ['x > 5 or y < 3', false],
  ['count(x)', false],
  ['absent(x)', false],
  ['ALERTS', false],
])('%s: %s', (text, expected) => {
  expect(mayBeNaN(parseExpression(text))).toBe(expected)
})
