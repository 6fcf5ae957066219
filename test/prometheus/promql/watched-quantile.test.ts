import { describe, expect, it } from 'vitest'
import type { QuantileComparison } from '../../../core/run/alert.ts'
import { parseExpression } from '../../../prometheus/promql/parse/parse-expression.ts'
import { watchedQuantile } from '../../../prometheus/promql/watched-quantile.ts'

const read = (text: string) => watchedQuantile(parseExpression(text))

describe('watchedQuantile', () => {
  it("reads the lab's rule", () => {
    expect(read('histogram_quantile(0.95, sum(rate(lat_bucket{job="api",path=~"/p.*"}[1m])) by (le)) > 1')).toEqual({
      expression: 'histogram_quantile(0.95, sum by (le) (rate(lat_bucket{job="api",path=~"/p.*"}[1m])))',
      quantile: 0.95,
      metric: 'lat_bucket',
      rangeSeconds: 60,
      comparison: { operator: '>', threshold: 1, role: 'whole' },
    })
  })

  type Case = readonly [why: string, text: string, operator: QuantileComparison['operator'], threshold: number]
  it.each<Case>([
    ['as written', 'histogram_quantile(0.9, b) >= 0.5', '>=', 0.5],
    ['with the threshold first', '0.5 < histogram_quantile(0.9, b)', '>', 0.5],
    ['in parentheses, with a calculated threshold', '(histogram_quantile(0.9, b)) > (300 / 1000)', '>', 0.3],
    ['with a signed threshold', 'histogram_quantile(0.9, b) > -Inf', '>', Number.NEGATIVE_INFINITY],
    ['below a threshold', 'histogram_quantile(0.9, b) < 1', '<', 1],
    ['in milliseconds', 'histogram_quantile(0.9, b) * 1000 > 300', '>', 0.3],
    ['in milliseconds, with the factor first', '1000 * histogram_quantile(0.9, b) > 300', '>', 0.3],
    ['in milliseconds, with the threshold first', '300 < (histogram_quantile(0.9, b) * 1e3)', '>', 0.3],
    ['divided by a unit', 'histogram_quantile(0.9, b) / 0.001 >= 250', '>=', 0.25],
    ['with a margin added', 'histogram_quantile(0.9, b) + 0.25 > 1', '>', 0.75],
    ['with a margin taken off', 'histogram_quantile(0.9, b) - 0.25 > 1', '>', 1.25],
    ['as what is left of a budget', '1 - histogram_quantile(0.9, b) < 0.25', '>', 0.75],
    ['negated', '-histogram_quantile(0.9, b) < -2', '>', 2],
    ['times a negative number', 'histogram_quantile(0.9, b) * -2 <= -1', '>=', 0.5],
    ['as the largest of several', 'max by (route) (histogram_quantile(0.9, b)) > 1', '>', 1],
    ['as the smallest of several', 'min(histogram_quantile(0.9, b)) <= 1', '<=', 1],
    ['as a number that is 1 where it holds', '(histogram_quantile(0.9, b) > bool 2) == 1', '>', 2],
    ['as a number that is above 0 where it holds', '(2 < bool histogram_quantile(0.9, b)) > 0', '>', 2],
    ['within an aggregation', 'count by (route) (histogram_quantile(0.9, b) > 1)', '>', 1],
  ])('reads a threshold %s: %s', (_, text, operator, threshold) => {
    expect(read(text)?.comparison).toEqual({ operator, threshold, role: 'whole' })
  })

  const P90 = 'histogram_quantile(0.9, b) > 1'
  it.each<[role: QuantileComparison['role'], text: string]>([
    ['whole', `(${P90})`],
    ['required', `${P90} and on() sum(c) > 5`],
    ['required', `sum(c) > 5 and ${P90}`],
    ['required', `${P90} unless on() c`],
    ['required', `(${P90} and on() c) unless d`],
    ['required', `(${P90}) < 30`],
    ['required', `(${P90}) * on() group_left() c`],
    ['sufficient', `${P90} or c > 2`],
    ['sufficient', `c > 2 or ${P90}`],
    ['partial', `(${P90} or c > 2) and d`],
    ['partial', `(${P90} and c > 2) or d`],
  ])('calls a comparison %s in %s', (role, text) => {
    expect(read(text)?.comparison).toEqual({ operator: '>', threshold: 1, role })
  })

  it.each([
    ['there is none', 'histogram_quantile(0.9, b)'],
    ['the other side is a vector', 'histogram_quantile(0.9, b) > on() group_left c'],
    ['the other side is a number that changes', 'histogram_quantile(0.9, b) > scalar(c)'],
    ['the alert fires where it does not hold', 'c unless histogram_quantile(0.9, b) > 1'],
    ['the result is 0 or 1, which fires either way', 'histogram_quantile(0.9, b) > bool 1'],
    ['its 0 or 1 passes either way', '(histogram_quantile(0.9, b) > bool 1) >= 0'],
    ['the factor is 0', 'histogram_quantile(0.9, b) * 0 > 1'],
    ['the quantile is a divisor', '1 / histogram_quantile(0.9, b) < 1'],
    ['the quantile is squared', 'histogram_quantile(0.9, b) ^ 2 > 1'],
    ['an average is compared', 'avg(histogram_quantile(0.9, b)) > 1'],
    ['the largest of several is below a threshold', 'max(histogram_quantile(0.9, b)) < 1'],
    ['something else is compared', 'sum(c) > 5 and histogram_quantile(0.9, b) + 0'],
    ['it is counted by its absence', 'absent(histogram_quantile(0.9, b) > 1)'],
  ])('reads no comparison where %s', (_, text) => {
    expect(read(text)).toMatchObject({ quantile: 0.9, comparison: null })
  })

  it.each([
    ['histogram_quantile(0.9, sum by (le) (rate(b[5m])))', 300, 'b'],
    ['histogram_quantile(1 - 0.1, b)', 0, 'b'],
    ['max(histogram_quantile(0.9, {__name__="b",le!=""}))', 0, 'b'],
    ['histogram_quantile(0.9, {__name__=~"b.*"})', 0, null],
    ['c > 1 or histogram_quantile(0.9, increase(b[30s])) > 2 or histogram_quantile(0.5, d)', 30, 'b'],
  ])('%s looks back %d s over %s', (text, rangeSeconds, metric) => {
    expect(read(text)).toMatchObject({ quantile: expect.closeTo(0.9, 12), rangeSeconds, metric })
  })

  it.each(['up == 0', 'rate(b[5m])', 'histogram_quantile(scalar(q), b)', 'histogram_quantile(0.9, vector(1))'])(
    'finds no quantile in %s',
    (text) => {
      expect(read(text)).toBeNull()
    },
  )
})
