import { expect, it } from 'vitest'
import { stoodIn } from '../../../../prometheus/alerting/evidence/stood-in.ts'
import { formatExpression } from '../../../../prometheus/promql/expression/format-expression.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'

const RECORDINGS = [
  ['errors', 'sum(rate(errors_total[5m])) or vector(0)'],
  ['share', 'errors / sum(rate(requests_total[5m]))'],
  ['itself', 'itself or vector(0)'],
].map(([name = '', text = '']) => ({ name, labels: {}, expression: parseExpression(text) }))

it.each([
  ['a > 1', []],
  ['a > 1 or b > 1', []],
  ['a unless vector(1)', []],
  ['(a or vector(0)) > 1', ['a']],
  ['sum(rate(a[5m]) or vector(0)) > 1', ['rate(a[5m])']],
  ['(vector(0) or a) > 1', ['a']],
  ['(a or on () vector(0)) > 1', ['a']],
  ['(a or 0 * b) > 1', ['a']],
  ['(a or b * 0) > 1', ['a']],
  ['(a or absent(a) * 0) > 1', ['a']],
  ['(a or time() * 0 + vector(0)) > 1', ['a']],
  ['(a or b * 2) > 1', []],
  ['(a or scalar(b) * vector(1)) > 1', []],
  ['((a or vector(0)) + (b or vector(0))) / c > 1', ['a', 'b']],
  ['errors > 1', ['sum(rate(errors_total[5m]))']],
  ['share > 0.1', ['sum(rate(errors_total[5m]))']],
  ['itself > 1', ['itself']],
])('%s: a constant stands in for %j', (condition, sides) => {
  expect(stoodIn(parseExpression(condition), RECORDINGS).map(formatExpression)).toEqual(sides)
})
