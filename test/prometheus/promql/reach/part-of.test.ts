import { expect, it } from 'vitest'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { isPartOf } from '../../../../prometheus/promql/reach/part-of.ts'

const recorded = new Map([
  ['job:errors', parseExpression('sum by (job) (rate(x_total{code="500"}[5m]))')],
  ['job:all', parseExpression('sum by (job) (rate(x_total[5m]))')],
])

const isPart = (part: string, whole: string) => isPartOf(parseExpression(part), parseExpression(whole), recorded)

it.each([
  ['sum(rate(x_total{code=~"5.."}[5m]))', 'sum(rate(x_total[5m]))'],
  ['sum by (job) (rate(x_total{code="500"}[5m]))', 'sum by (job) (rate(x_total{code!="404"}[5m]))'],
  ['sum by (job, route) (rate(x_total{code="500"}[5m]))', 'sum by (job) (rate(x_total[5m]))'],
  ['sum without (code, pod) (increase(x_total{code="500"}[5m]))', 'sum without (code, pod) (increase(x_total[5m]))'],
  ['sum(rate(d_seconds_bucket{le="0.3"}[5m]))', 'sum(rate(d_seconds_count[5m]))'],
  ['sum(rate(x_total{code="500"}[5m])) or vector(0)', 'sum(rate(x_total[5m]))'],
  ['sum(rate(x_total[5m])) - sum(rate(x_total{code="200"}[5m]))', 'sum(rate(x_total[5m]))'],
  ['job:errors', 'job:all'],
])('%s is a part of %s', (part, whole) => {
  expect(isPart(part, whole)).toBe(true)
})

it.each([
  ['another range', 'sum(rate(x_total{code="500"}[1m]))', 'sum(rate(x_total[5m]))'],
  ['another metric', 'sum(rate(y_total[5m]))', 'sum(rate(x_total[5m]))'],
  ['the whole of a part', 'sum(rate(x_total[5m]))', 'sum(rate(x_total{code="500"}[5m]))'],
  ['a coarser sum', 'sum(rate(x_total{code="500"}[5m]))', 'sum by (job) (rate(x_total[5m]))'],
  ['several buckets', 'sum(rate(d_seconds_bucket[5m]))', 'sum(rate(d_seconds_count[5m]))'],
  ['a gauge', 'sum(x{code="500"})', 'sum(x)'],
  ['a mean', 'sum(rate(d_seconds_sum[5m]))', 'sum(rate(d_seconds_count[5m]))'],
  ['another time', 'sum(rate(x_total{code="500"}[5m] offset 1h))', 'sum(rate(x_total[5m]))'],
  ['a fixed time', 'sum(rate(x_total{code="500"}[5m] @ 0))', 'sum(rate(x_total[5m]))'],
  ['a recorded series at a fixed time', 'job:errors @ 0', 'job:all'],
  ['rates of sums, which may be reset apart', 'rate(sum(x_total{a="b"})[5m:])', 'rate(sum(x_total)[5m:])'],
])('but not %s', (_, part, whole) => {
  expect(isPart(part, whole)).toBe(false)
})

it('looks at each pair of records once, however often records read one another', () => {
  const chain = Array.from({ length: 60 }, (_, i) => [`r${i + 1}`, parseExpression(`r${i} or r${i}`)] as const)
  const first = ['r0', parseExpression('sum(rate(x_total{code="500"}[5m]))')] as const
  const part = isPartOf(parseExpression('r60'), parseExpression('sum(rate(x_total[5m]))'), new Map([first, ...chain]))
  expect(part).toBe(true)
})

it('ends where a rule reads what it records', () => {
  const itself = new Map([['a', parseExpression('b or a')]])
  expect(isPartOf(parseExpression('a'), parseExpression('b'), itself)).toBe(false)
  const either = new Map([['a', parseExpression('x_total{code="1"} or a')]])
  expect(isPartOf(parseExpression('a'), parseExpression('x_total'), either)).toBe(false)
})
