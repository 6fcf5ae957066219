import { describe, expect, it } from 'vitest'
import { withThreshold } from '../../../../prometheus/promql/edit/with-threshold.ts'

describe('withThreshold', () => {
  it.each([
    ['x > 1', 'x > 0.5'],
    ['1 < x', '0.5 < x'],
    ['x >= bool 1', 'x >= bool 0.5'],
    ['x > 14.4 * 0.001', 'x > 0.5'],
    ['x > (1)', 'x > 0.5'],
    ['x > -1', 'x > 0.5'],
    ['x == 1e3', 'x == 0.5'],
    ['count(up == 0) > 3', 'count(up == 0) > 0.5'],
    [
      'histogram_quantile(0.95, rate(x_bucket[5m])) * 1000 > 300',
      'histogram_quantile(0.95, rate(x_bucket[5m])) * 1000 > 0.5',
    ],
    [
      'histogram_quantile(0.95, rate(x_bucket[5m])) > 1 and sum(rate(x_count[5m])) > 10',
      'histogram_quantile(0.95, rate(x_bucket[5m])) > 0.5 and sum(rate(x_count[5m])) > 10',
    ],
    ['(x > 1) # > 2', '(x > 0.5) # > 2'],
    ['x{a="> 1"} > 2.', 'x{a="> 1"} > 0.5'],
  ])('%s becomes %s', (expression, expected) => {
    expect(withThreshold(expression, 0.5)).toEqual({ expression: expected })
  })

  it.each([
    ['absent(up)', 'it compares nothing with a number'],
    ['x > y', 'it compares nothing with a number'],
    ['x > 1 and y > 2', 'it compares with 2 numbers (1, 2)'],
  ])('leaves %s: %s', (expression, problem) => {
    expect(withThreshold(expression, 0.5)).toEqual({ problem })
  })
})
