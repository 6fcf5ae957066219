import { expect, it } from 'vitest'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { neverReturns } from '../../../../prometheus/promql/reach/never-returns.ts'

const P95 = 'histogram_quantile(0.95, rate(d_bucket[1m]))'
const known = {
  bounds: new Map([['d', [0.1, 1, 5]]]),
  recorded: new Map([['slow', parseExpression(`${P95} > 6`)]]),
}

const never = (text: string) => neverReturns(parseExpression(text), known)

it.each([
  `${P95} > 5`,
  `5 < ${P95}`,
  `${P95} >= 6`,
  `${P95} == 6`,
  `${P95} < 0`,
  `sum(${P95} > 6)`,
  `sum_over_time(slow[5m]) > 0 and slow`,
  'slow',
  '(up > 1) + 1',
  'up > 1 and vector(1)',
  'up > 1 unless x',
  'up > 1 or up < 0',
  'x > NaN',
  'x > 5 and (x < 3)',
  'x == 1 and x == 2',
  'vector(1) > 2',
])('nothing is ever returned by %s', (text) => {
  expect(never(text)).toBe(true)
})

it.each([
  `${P95} > 4.9`,
  `${P95} >= 5`,
  `${P95} == 5`,
  `${P95} > 6 or up == 0`,
  `absent(${P95} > 6)`,
  `up == 1 unless ${P95} > 6`,
  'up > bool 1',
  'x != NaN',
  'x > 5 and on (job) x < 3',
  'x > 5 and y < 3',
  'x > 5 or x < 3',
])('something may be returned by %s', (text) => {
  expect(never(text)).toBe(false)
})
