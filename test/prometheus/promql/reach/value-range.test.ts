import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { isEmpty, valueRange } from '../../../../prometheus/promql/reach/value-range.ts'

const INF = Number.POSITIVE_INFINITY
const known = {
  bounds: new Map([['d', [0.1, 1, 5]]]),
  recorded: new Map([['job:p95', parseExpression('histogram_quantile(0.95, sum by (le) (rate(d_bucket[1m])))')]]),
}
const rangeOf = (text: string) => valueRange(parseExpression(text), known)

describe('valueRange', () => {
  it.each([
    ['5', 5, 5],
    ['-(2 + 3)', -5, -5],
    ['histogram_quantile(0.95, rate(d_bucket[1m]))', 0, 5],
    ['1000 * histogram_quantile(0.95, rate(d_bucket[1m]))', 0, 5000],
    ['-histogram_quantile(0.95, rate(d_bucket[1m]))', -5, -0],
    ['histogram_quantile(0.95, rate(unknown_bucket[1m]))', -INF, INF],
    ['job:p95', 0, 5],
    ['max_over_time(job:p95[5m])', 0, 5],
    ['sum(job:p95)', 0, INF],
    ['avg(job:p95) + 1', 1, 6],
    ['clamp_max(job:p95, 2)', 0, 2],
    ['clamp_min(up, scalar(floor))', 0, INF],
    ['clamp_max(up, scalar(ceiling))', -INF, 1],
    ['clamp(up, scalar(floor), 5)', 0, 5],
    ['clamp(up, -5, scalar(ceiling))', -5, 1],
    ['clamp(up, scalar(floor), scalar(ceiling))', -INF, INF],
    ['clamp_min(up, scalar(hour()))', 0, 23],
    ['clamp_max(job:p95, scalar(up))', 0, 1],
    ['clamp_min(temperature, 3)', 3, INF],
    ['clamp_max(temperature, 3)', -INF, 3],
    ['job:p95 > 2', 2, 5],
    ['job:p95 < 2 or vector(9)', 0, 9],
    ['up', 0, 1],
    ['1 - avg(up)', 0, 1],
    ['1 - sum(rate(d_bucket{le="1"}[5m])) / sum(rate(d_count[5m]))', 0, 1],
    ['rate(requests_total[5m])', 0, INF],
    ['rate(temperature[5m])', -INF, INF],
    ['temperature', -INF, INF],
    ['temperature / requests_total', -INF, INF],
    ['temperature > bool 3', 0, 1],
    ['absent(temperature)', 1, 1],
    ['count(temperature)', 1, INF],
    ['abs(temperature)', 0, INF],
    ['max_over_time(avg(job:p95)[1h:1m])', 0, 5],
    ['max_over_time(rate(temperature[1m])[1h:1m])', -INF, INF],
    ['quantile_over_time(0.9, job:p95[5m])', 0, 5],
    ['quantile_over_time(2, job:p95[5m])', -INF, INF],
    ['label_replace(job:p95, "a", "b", "c", "d")', 0, 5],
    ['sort_desc(label_join(job:p95, "a", "b"))', 0, 5],
    ['sgn(job:p95)', 0, 1],
    ['sgn(temperature)', -1, 1],
    ['group(temperature)', 1, 1],
    ['count_values("v", temperature)', 1, INF],
    ['stddev(temperature)', 0, INF],
    ['mad_over_time(temperature[5m])', 0, INF],
    ['hour()', 0, 23],
    ['day_of_year(temperature)', 1, 366],
    ['2 * pi()', 2 * Math.PI, 2 * Math.PI],
    ['cos(temperature)', -1, 1],
    ['predict_linear(job:p95[5m], 60)', -INF, INF],
    ['deriv(job:p95[5m])', -INF, INF],
    ['holt_winters(job:p95[5m], 0.5, 0.5)', -INF, INF],
    ['timestamp(up)', -INF, INF],
    ['up atan2 up', -INF, INF],
    ['(0 / 0) ^ temperature', -INF, INF],
  ])('of %s goes from %d to %d', (text, lower, upper) => {
    expect(rangeOf(text)).toEqual({ lower, upper })
  })

  it('is empty where nothing but NaN is possible', () => {
    for (const text of ['0 / 0', 'temperature + NaN', 'histogram_quantile(NaN, rate(d_bucket[1m]))'])
      expect(isEmpty(rangeOf(text))).toBe(true)
  })

  it('is empty where a limit is NaN, or the limits are in the wrong order', () => {
    for (const text of ['clamp_min(up, NaN)', 'clamp_max(up, NaN)', 'clamp(up, 0, NaN)', 'clamp(up, 5, 1)'])
      expect(isEmpty(rangeOf(text))).toBe(true)
  })

  it('ends where a rule reads what it records', () => {
    const recorded = new Map([['a', parseExpression('a + 1')]])
    expect(valueRange(parseExpression('a'), { recorded })).toEqual({ lower: -INF, upper: INF })
  })

  it('looks at each record once, however often records read one another', () => {
    const chain = Array.from({ length: 60 }, (_, i) => [`r${i + 1}`, parseExpression(`r${i} + r${i}`)] as const)
    const buckets = Array.from({ length: 60 }, (_, i) => [`b${i + 1}`, parseExpression(`b${i} or b${i}`)] as const)
    const recorded = new Map([
      ['r0', parseExpression('vector(1)')],
      ['b0', parseExpression('d_bucket')],
      ...chain,
      ...buckets,
    ])
    const inRecords = { ...known, recorded }
    expect(valueRange(parseExpression('r60'), inRecords)).toEqual({ lower: 2 ** 60, upper: 2 ** 60 })
    expect(valueRange(parseExpression('histogram_quantile(0.9, b60)'), inRecords)).toEqual({ lower: 0, upper: 5 })
  })

  it('holds the result of any arithmetic on values within the ranges of its operands', () => {
    const ends = fc.tuple(
      fc.integer({ min: -5, max: 5 }),
      fc.integer({ min: 0, max: 5 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    fc.assert(
      fc.property(ends, ends, fc.constantFrom('+', '-', '*', '/'), ([a, da, ta], [b, db, tb], operator) => {
        const text = `clamp(x, ${a}, ${a + da}) ${operator} clamp(y, ${b}, ${b + db})`
        const [x, y] = [a + ta * da, b + tb * db]
        const value = { '+': x + y, '-': x - y, '*': x * y, '/': x / y }[operator] as number
        fc.pre(!Number.isNaN(value))
        const { lower, upper } = rangeOf(text)
        expect(value).toBeGreaterThanOrEqual(lower - 1e-9)
        expect(value).toBeLessThanOrEqual(upper + 1e-9)
      }),
    )
  })
})
