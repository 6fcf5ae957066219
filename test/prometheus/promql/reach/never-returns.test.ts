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
  'max_over_time((up > 1)[5m:1m]) > 0',
  'count_over_time(slow[5m:])',
  'label_replace(up > 1, "a", "$1", "b", "(.*)")',
  'count(x) == 0',
  'count by (job) (x > 5) < 1',
  'hour() > 23',
  'day_of_week(x) == 7',
  'sin(x) > 1',
  'stddev_over_time(x[5m]) < 0',
  'label_replace(x, "a", "b", "", "") > 5 and label_replace(x, "a", "b", "", "") < 3',
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
  'absent_over_time((up > 1)[5m:1m])',
  'vector(scalar(up > 1)) != 1',
  'x > scalar(up > 1) or y',
  'predict_linear(requests_total[1h], 3600) < 0',
  'deriv(up[5m]) > 5',
  'delta(up[5m]) < 0',
  'sum(max_over_time(up[5m:1m])) > 1',
  'histogram_count(x) > 5',
  'timestamp(up) > 1e9',
  'year() > 2000',
  'up atan2 x > 3',
  '(x * NaN) ^ 0 == 1',
  'count_values("v", up) > 5',
  '{__name__=~"x|y"} > 5 and {__name__=~"x|y"} < 3',
  'label_replace(x, "__name__", "$1", "a", "(.*)") > 5 and label_replace(x, "__name__", "$1", "a", "(.*)") < 3',
  'quantile_over_time(1.5, up[5m]) > 1',
  'sum(rate(x_total{code="500"}[5m:1m])) / sum(rate(x_total[5m:1m])) > 1',
  'rate(x_total{a="b"}[5m] @ 0) / rate(x_total[5m]) > 1',
])('something may be returned by %s', (text) => {
  expect(never(text)).toBe(false)
})

it.each([
  ['up > 1', true],
  ['up', false],
])('looks at each record once, however often records read one another: of %s', (first, isNever) => {
  const chain = Array.from({ length: 60 }, (_, i) => [`r${i + 1}`, parseExpression(`r${i} or r${i}`)] as const)
  const recorded = new Map([['r0', parseExpression(first)], ...chain])
  expect(neverReturns(parseExpression('r60'), { recorded })).toBe(isNever)
})

it('ends where rules read one another in a circle', () => {
  const recorded = new Map([
    ['a', parseExpression('b or b')],
    ['b', parseExpression('a or up > 1')],
  ])
  expect(neverReturns(parseExpression('a'), { recorded })).toBe(false)
})
