import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { histogramSelection } from '../../../prometheus/observation/histogram-selection.ts'
import { watchedEstimate } from '../../../prometheus/observation/watched-estimate.ts'

const rules = (...all: string[]) => parseRuleFile(`groups: [{ name: g, rules: [${all.join(', ')}] }]`, 'a.rules.yml')
const P95 = 'histogram_quantile(0.95, rate(h_bucket[1m]))'
const P99 = 'histogram_quantile(0.99, sum by (le) (rate(h_bucket[5m] offset 1m)))'
const fallback = { histogram: histogramSelection('h', '{route="/a"}'), quantile: 0.9 }

describe('watchedEstimate', () => {
  it.each([
    ["the first alert's", [`{ alert: A, expr: '${P95} > 1' }`, `{ alert: B, expr: '${P99} > 1' }`], [], P95, 0.95, 60],
    [
      "the watched alert's",
      [`{ alert: A, expr: '${P95} > 1' }`, `{ alert: B, expr: '${P99} > 1' }`],
      ['B'],
      P99,
      0.99,
      300,
    ],
    [
      "another alert's where the watched one takes none",
      [`{ alert: A, expr: up }`, `{ alert: B, expr: '${P95} > 1' }`],
      ['A'],
      P95,
      0.95,
      60,
    ],
    ["a recording rule's", [`{ record: p, expr: '${P99}' }`, '{ alert: A, expr: p > 1 }'], ['A'], P99, 0.99, 300],
    [
      'one over buckets that a rule recorded, with the range of that rule',
      [
        "{ record: b, expr: 'sum by (le) (rate(h_bucket[2m]))' }",
        "{ alert: A, expr: 'histogram_quantile(0.95, b) > 1' }",
      ],
      [],
      'histogram_quantile(0.95, b)',
      0.95,
      120,
    ],
  ])('is %s', (_, all, watched, expression, quantile, rangeSeconds) => {
    expect(watchedEstimate(rules(...all), watched, fallback)).toMatchObject({ expression, quantile, rangeSeconds })
  })

  it.each([
    ['there are no rules', null],
    ['no rule takes one', rules('{ alert: A, expr: up == 0 }')],
  ])('is that of the fallback where %s', (_, ruleFile) => {
    expect(watchedEstimate(ruleFile, [], fallback)).toMatchObject({
      expression: 'histogram_quantile(0.9, sum by (le) (rate(h_bucket{route="/a"}[1m])))',
      quantile: 0.9,
      rangeSeconds: 60,
    })
  })
})
