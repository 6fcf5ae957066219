import { describe, expect, it } from 'vitest'
import { longestLookbackSeconds } from '../../../prometheus/alerting/lookback.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'

describe('longestLookbackSeconds', () => {
  it.each([
    ['1', 0],
    ['x', 300],
    ['rate(x[1m])', 60],
    ['rate(x[1m] offset 10m)', 660],
    ['rate(x[1m] offset -10m)', 60],
    ['sum(rate(x[10m])) / (y offset 1h) > 1', 3900],
    ['topk(scalar(count(x offset 1d)), rate(y[5m]))', 86700],
    ['-(x)', 300],
    ['max_over_time(rate(x[1m])[1h:1m])', 3660],
    ['max_over_time(max_over_time(x[10m:])[1h:] offset 1d)', 90_000 + 600 + 300],
    ['label_replace(rate(x[2m]), "a", "$1", "b", "(.*)")', 120],
    ['hour()', 0],
  ])('%s looks back %d s', (expression, seconds) => {
    expect(longestLookbackSeconds(expression, null)).toBe(seconds)
  })

  it('is that of the rule that looks back longest, with the offset of its group', () => {
    const file = parseRuleFile(
      "groups: [{ name: g, query_offset: 30s, rules: [{ alert: A, expr: 'rate(x[20m]) > 1' }] }]",
      'a.rules.yml',
    )
    expect(longestLookbackSeconds('rate(x[1m])', file)).toBe(1230)
  })
})
