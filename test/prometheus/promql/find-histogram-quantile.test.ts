import { describe, expect, it } from 'vitest'
import { findHistogramQuantile, type ThresholdComparison } from '../../../prometheus/promql/find-histogram-quantile.ts'
import { formatExpression } from '../../../prometheus/promql/format-expression.ts'
import { parseExpression } from '../../../prometheus/promql/parse.ts'

const find = (text: string) => findHistogramQuantile(parseExpression(text))

describe('findHistogramQuantile', () => {
  it("reads the lab's rule", () => {
    const found = find('histogram_quantile(0.95, sum(rate(lat_bucket{job="api",path=~"/p.*"}[1m])) by (le)) > 1')
    expect(found && formatExpression(found.expression)).toBe(
      'histogram_quantile(0.95, sum by (le) (rate(lat_bucket{job="api",path=~"/p.*"}[1m])))',
    )
    expect(found).toMatchObject({
      quantile: 0.95,
      rangeSeconds: 60,
      metric: 'lat_bucket',
      matchers: [
        { label: 'job', operator: '=', value: 'api' },
        { label: 'path', operator: '=~', value: '/p.*' },
      ],
      comparison: { operator: '>', threshold: 1 },
    })
  })

  it.each<[text: string, comparison: ThresholdComparison | null, why: string]>([
    ['histogram_quantile(0.9, b) >= 0.5', { operator: '>=', threshold: 0.5 }, 'as written'],
    ['0.5 < histogram_quantile(0.9, b)', { operator: '>', threshold: 0.5 }, 'turned'],
    ['(histogram_quantile(0.9, b)) > (300 / 1000)', { operator: '>', threshold: 0.3 }, 'in brackets, calculated'],
    ['histogram_quantile(0.9, b) > -Inf', { operator: '>', threshold: Number.NEGATIVE_INFINITY }, 'signed'],
    ['histogram_quantile(0.9, b) > 1 and on() sum(c) > 5', { operator: '>', threshold: 1 }, 'beside a condition'],
    ['histogram_quantile(0.9, b)', null, 'none'],
    ['histogram_quantile(0.9, b) * 1000 > 300', null, 'of another unit'],
    ['histogram_quantile(0.9, b) > on() group_left c', null, 'with a vector'],
    ['histogram_quantile(0.9, b) > scalar(c)', null, 'with a number that moves'],
    ['sum(c) > 5 and histogram_quantile(0.9, b) + 0', null, 'of something else'],
  ])('%s is compared with %j: %s', (text, comparison) => {
    expect(find(text)?.comparison).toEqual(comparison)
  })

  it.each([
    ['histogram_quantile(0.9, sum by (le) (rate(b[5m])))', 300, 'b'],
    ['histogram_quantile(1 - 0.1, b)', 0, 'b'],
    ['max(histogram_quantile(0.9, {__name__="b",le!=""}))', 0, 'b'],
    ['histogram_quantile(0.9, {__name__=~"b.*"})', 0, null],
    ['c > 1 or histogram_quantile(0.9, increase(b[30s])) > 2 or histogram_quantile(0.5, d)', 30, 'b'],
  ])('%s looks back %d s over %s', (text, rangeSeconds, metric) => {
    expect(find(text)).toMatchObject({ quantile: expect.closeTo(0.9, 12), rangeSeconds, metric })
  })

  it.each(['up == 0', 'rate(b[5m])', 'histogram_quantile(scalar(q), b)', 'histogram_quantile(0.9, vector(1))'])(
    'finds none in %s',
    (text) => {
      expect(find(text)).toBeUndefined()
    },
  )
})
