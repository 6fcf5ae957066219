import { expect, it } from 'vitest'
import { callOfTooManySteps } from '../../../../../prometheus/promql/evaluate/subquery/too-many-steps.ts'
import { formatExpression } from '../../../../../prometheus/promql/expression/format-expression.ts'
import { parseExpression } from '../../../../../prometheus/promql/parse/parse-expression.ts'

it.each([
  ['up > 1', undefined],
  ['max_over_time(x[30d:1s])', undefined],
  ['max_over_time(x[100y:])', 'max_over_time(x[100y:])'],
  ['up and sum(max_over_time(x[1y:1s]))', 'max_over_time(x[1y:1s])'],
  ['max_over_time((x[1y:1s]))', 'max_over_time((x[1y:1s]))'],
  ['max_over_time(avg_over_time(x[1h:1m])[30d:5m])', undefined],
  ['max_over_time(avg_over_time(x[1d:1s])[1d:1m])', 'max_over_time(avg_over_time(x[1d:1s])[1d:1m])'],
])('the call of too many steps in %s is %s', (text, call) => {
  const found = callOfTooManySteps(parseExpression(text))
  expect(found && formatExpression(found)).toBe(call)
})
