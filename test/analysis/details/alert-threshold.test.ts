import { expect, test } from 'vitest'
import { alertThreshold } from '../../../analysis/details/alert-threshold.ts'

test.each([
  ['the rule of the lab', 'histogram_quantile(0.95, rate(model_latency_seconds_bucket[1m])) > 1', [0.95, 1]],
  [
    'a sum, and a limit with a fraction',
    'histogram_quantile(0.99, sum by (le) (rate(x_bucket[5m]))) > 0.25',
    [0.99, 0.25],
  ],
  ['at or above', 'histogram_quantile(0.5, rate(x_bucket[5m])) >= 2e-3', [0.5, 0.002]],
  ['parentheses in a matcher', 'histogram_quantile(0.95, rate(x_bucket{route=~"/(a|b"}[1m])) > 1', [0.95, 1]],
  ['over several lines', 'histogram_quantile(\n  0.95,\n  rate(x_bucket[1m])\n)\n> 1.5', [0.95, 1.5]],
])('%s has a limit', (_, expression, [quantile, thresholdSeconds]) => {
  expect(alertThreshold({ name: 'Slow', expression })).toEqual({ alert: 'Slow', quantile, thresholdSeconds })
})

test.each([
  ['another metric', 'rate(errors_total[1m]) > 0.05'],
  ['two conditions', 'histogram_quantile(0.95, rate(x_bucket[1m])) > 1 and rate(y[1m]) > 0'],
  ['a difference', 'histogram_quantile(0.95, rate(x_bucket[1m])) - (1) > 1'],
  ['a call that does not end', 'histogram_quantile(0.95, rate(x_bucket[1m]) > 1'],
  ['below a limit', 'histogram_quantile(0.95, rate(x_bucket[1m])) < 1'],
  ['nothing', ''],
])('%s is not drawn as a limit', (_, expression) => {
  expect(alertThreshold({ name: 'Slow', expression })).toBeNull()
})
