import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { findQuantileRule } from '../../../prometheus/alerting/quantile-rule.ts'

const alert = (name: string, expression: string, more = '') =>
  `      - { alert: ${name}, expr: '${expression}'${more} }`
const rules = (...alerts: string[]) =>
  parseRuleFile(`groups:\n  - name: g\n    rules:\n${alerts.join('\n')}\n`, 'r.yml')
const p95 = (histogram: string, rest: string) => `histogram_quantile(0.95, sum by (le) (rate(${histogram}_bucket${rest}`

describe('findQuantileRule', () => {
  it('reads the quantile, the threshold and all times of the rule', () => {
    const found = findQuantileRule(
      rules(alert('Slow', p95('h', '[90s]))) > 0.3'), ', for: 30s, keep_firing_for: 1m')),
      'h',
    )
    expect(found).toEqual({
      name: 'Slow',
      quantile: 0.95,
      thresholdSeconds: 0.3,
      rangeSeconds: 90,
      forSeconds: 30,
      keepFiringForSeconds: 60,
    })
  })

  it.each([
    [
      'prefers a watched alert to the others',
      [alert('A', p95('h', '[1m]))) > 1')), alert('B', p95('h', '[1m]))) > 2'))],
      'B',
    ],
    ['reads a threshold on the left', [alert('A', `1 < ${p95('h', '[1m])))')}`)], 'A'],
    ['passes over an alert on fast requests', [alert('A', p95('h', '[1m]))) < 1'))], undefined],
    ['passes over an alert on another histogram', [alert('A', p95('other', '[1m]))) > 1'))], undefined],
    [
      'passes over an alert on counters without a rate',
      [alert('A', 'histogram_quantile(0.95, h_bucket) > 1')],
      undefined,
    ],
    [
      'passes over an alert on a percentage for a quantile',
      [alert('A', p95('h', '[1m]))) > 1').replace('0.95', '95'))],
      undefined,
    ],
    ['passes over an alert without a quantile', [alert('A', 'up == 0')], undefined],
  ])('%s', (_, alerts, name) => {
    expect(findQuantileRule(rules(...alerts), 'h', ['B'])?.name).toBe(name)
  })
})
