import { describe, expect, it } from 'vitest'
import { withRange } from '../../../../prometheus/promql/edit/with-range.ts'

describe('withRange', () => {
  it.each([
    ['rate(x[1m]) > 1', 'rate(x[5m]) > 1'],
    [
      'histogram_quantile(0.95, sum by (le) (rate(x_bucket{route="[1m]"}[1m]))) > 1',
      'histogram_quantile(0.95, sum by (le) (rate(x_bucket{route="[1m]"}[5m]))) > 1',
    ],
    ['rate(x[1m]) / rate(y[1m])   > 0.05', 'rate(x[5m]) / rate(y[5m])   > 0.05'],
    ['increase(x[ 1h ] offset 1d) > 3', 'increase(x[ 5m ] offset 1d) > 3'],
    ['rate(x[1m]) > 1 and max_over_time(y[1h]) > 2', 'rate(x[5m]) > 1 and max_over_time(y[1h]) > 2'],
    ['max_over_time(rate(x[1m])[1h:]) > 1', 'max_over_time(rate(x[5m])[1h:]) > 1'],
    ['rate(x[1m]) # [1m]\n > 1', 'rate(x[5m]) # [1m]\n > 1'],
  ])('%s becomes %s', (expression, expected) => {
    expect(withRange(expression, 300_000)).toEqual({ expression: expected })
  })

  it.each([
    ['job:latency:p95_1m > 1', 'it has no rate over a range'],
    ['max_over_time(y[1h]) > 2', 'it has no rate over a range'],
    ['rate(x[5m]) > 1 and rate(x[1h]) > 1', 'its rates have 2 ranges (5m, 1h)'],
  ])('leaves %s: %s', (expression, problem) => {
    expect(withRange(expression, 300_000)).toEqual({ problem })
  })
})
