import { describe, expect, it } from 'vitest'
import { lintGroup } from './lint-one.ts'

const of = (...expressions: string[]) =>
  lintGroup(
    'bucketsWithoutBounds',
    expressions.map((expr) => ({ record: 'a', expr })),
  )

describe('buckets that are added up over their bounds', () => {
  it('are explained', () => {
    expect(of('sum by (job) (rate(x_seconds_bucket[5m]))')).toEqual([
      'a warning: sum by (job) (rate(x_seconds_bucket[5m])) adds up all buckets of x_seconds_bucket, so that a request counts once for each bound at or above its latency; keep le, pick one bound (le="…"), or read x_seconds_count',
    ])
  })

  it.each([
    'sum(x_seconds_bucket)',
    'avg without (le) (rate(x_seconds_bucket{job="a"}[5m]))',
    '1 - sum(increase(x_seconds_bucket[5m])) / sum(increase(x_seconds_count[5m]))',
  ])('are found in %s', (expr) => {
    expect(of(expr)).toHaveLength(1)
  })

  it.each([
    ['bounds are kept', 'sum by (job, le) (rate(x_seconds_bucket[5m]))'],
    ['bounds are kept by leaving out others', 'sum without (pod) (rate(x_seconds_bucket[5m]))'],
    ['one bound is picked', 'sum(rate(x_seconds_bucket{le="0.5"}[5m])) / sum(rate(x_seconds_count[5m]))'],
    ['a quantile reads them, which is explained elsewhere', 'histogram_quantile(0.9, sum(rate(x_seconds_bucket[5m])))'],
    ['it is asked whether there are any', 'up and sum by (job) (rate(x_seconds_bucket[5m])) > 0'],
    ['it is asked the other way round', '0 == (sum(rate(x_seconds_bucket[5m])))'],
    ['series are counted', 'count(x_seconds_bucket)'],
    ['the largest is taken', 'max(rate(x_seconds_bucket[5m]))'],
    ['a quantile was drawn before', 'sum(histogram_quantile(0.9, rate(x_seconds_bucket[5m])))'],
  ])('are not, where %s', (_, expr) => {
    expect(of(expr)).toEqual([])
  })
})

describe('a recording rule that leaves out le before a quantile reads it', () => {
  const lossy = { record: 'job:x:rate5m', expr: 'sum by (job) (rate(x_seconds_bucket[5m]))' }

  it('makes the quantile a mistake, with the line of the recording rule', () => {
    const rules = [lossy, { alert: 'Slow', expr: 'histogram_quantile(0.95, job:x:rate5m) > 1' }]
    expect(lintGroup('misusedQuantile', rules)).toEqual([
      'Slow error: sum by (job) (rate(x_seconds_bucket[5m])), as which line 1 records job:x:rate5m, leaves out le, without which histogram_quantile has no buckets: the alert can never fire; aggregate by (le)',
    ])
  })

  it('is none where it keeps le', () => {
    const kept = { ...lossy, expr: 'sum by (job, le) (rate(x_seconds_bucket[5m]))' }
    const rules = [kept, { alert: 'Slow', expr: 'histogram_quantile(0.95, job:x:rate5m) > 1' }]
    expect(lintGroup('misusedQuantile', rules)).toEqual([])
  })
})
