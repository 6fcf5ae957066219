import { describe, expect, it } from 'vitest'
import { lintGroup } from './lint-one.ts'

const P95 = 'histogram_quantile(0.95, sum by (le, pod) (rate(x_seconds_bucket[5m])))'
const RECORDED = { record: 'pod:x:p95', expr: P95 }
const SHOWN = 'histogram_quantile(0.95, sum by (le, pod) (rate(x_secon…'

const of = (expr: string) => lintGroup('combinedQuantiles', [RECORDED, { alert: 'Slow', expr }])

describe('a combination of quantiles', () => {
  it('is explained where they are averaged', () => {
    expect(of(`avg(${P95}) > 1`)).toEqual([
      `Slow warning: avg(${SHOWN} is an average of quantiles, which is no quantile: what served ten requests weighs as much as what served ten thousand; aggregate the buckets first: histogram_quantile(…, sum by (le, …) (rate(…)))`,
    ])
  })

  it.each([
    ['averages recorded ones', 'avg by (job) (pod:x:p95) > 1', /an average of quantiles/],
    ['averages scaled ones', `avg(1000 * ${P95}) > 1000`, /an average of quantiles/],
    ['averages the worst ones', `avg(max by (pod) (${P95})) > 1`, /an average of quantiles/],
    ['adds them up', `sum(${P95}) > 1`, /a sum of quantiles/],
    [
      'averages those of a summary',
      'avg(go_gc_duration_seconds{quantile="0.75"}) > 1',
      /quantiles of a summary cannot be aggregated at all/,
    ],
    ['averages them over time', 'avg_over_time(pod:x:p95[1h]) > 1', /^Slow note: .*a quiet minute weighs as much/],
    [
      'adds them up over time',
      'sum_over_time(pod:x:p95[1h]) > 1',
      /^Slow note: sum_over_time.* adds quantiles up over time/,
    ],
    ['averages them over time on the spot', `avg_over_time(${P95}[1h:]) > 1`, /^Slow note: .*a quiet minute/],
    ['averages them by process', `avg by (instance) (${P95}) > 1`, /^Slow note: .*an average of quantiles/],
    ['adds two of them', `${P95} + ${P95} > 1`, /^Slow note: .*adds quantiles up/],
  ])('is found where a rule %s', (_, expr, sentence) => {
    expect(of(expr)).toEqual([expect.stringMatching(sentence)])
  })

  it('is noted where the worst of them is recorded', () => {
    const rules = [RECORDED, { record: 'x:p95:max', expr: 'max(pod:x:p95)' }]
    expect(lintGroup('combinedQuantiles', rules)).toEqual([
      expect.stringMatching(/^x:p95:max note: max\(pod:x:p95\) records the worst quantile of several/),
    ])
  })

  it.each([
    ['an alert on the worst', `max(${P95}) > 1`],
    ['a quantile of summed buckets', P95],
    ['an average of rates', 'avg(rate(x_seconds_sum[5m])) > 1'],
    ['an average of the greatest values', 'avg(go_gc_duration_seconds{quantile="1"}) > 1'],
    ['a mean', 'avg(rate(x_seconds_sum[5m]) / rate(x_seconds_count[5m])) > 1'],
    ['how many are slow', `sum(${P95} > bool 1) > 3`],
    ['a difference', `${P95} - ${P95} > 1`],
    ['a share of buckets', 'sum(rate(x_seconds_bucket{le="1"}[5m]))'],
  ])('is not %s', (_, expr) => {
    expect(of(expr)).toEqual([])
  })
})
