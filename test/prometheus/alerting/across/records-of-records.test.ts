// Files whose rules read one another many times over: whatever looks through records looks at each of them once, so that a
// file of a few dozen lines cannot hold up a run.

import { expect, it } from 'vitest'
import { lintRules } from '../../../../prometheus/alerting/lint/lint-rules.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { findQuantileRule } from '../../../../prometheus/alerting/quantile-rule.ts'
import { RuleSet } from '../../../../prometheus/backtest/replay/rule-set.ts'

const RECORDS = 60

it.each([
  ['vector(1)', 'A + A'],
  ['x_bucket', 'histogram_quantile(0.9, A or A)'],
  ['up > 1', 'A or A'],
  ['histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))', 'A + A'],
  ['rate(x_seconds[5m])', 'histogram_quantile(0.9, A) + histogram_quantile(0.9, A)'],
  ['sum(rate(x_total{code="500"}[5m]))', 'A or A or A / A'],
  ['sum(rate(x_total[5m]))', 'avg_over_time(A[5m]) - max_over_time(A[5m:1m])'],
  ['ALERTS{alertname="A"}', 'A and on () (A unless A)'],
])('%s, and %s of each before', (first, next) => {
  const rules = [
    { record: 'r0', expr: first },
    ...Array.from({ length: RECORDS }, (_, i) => ({ record: `r${i + 1}`, expr: next.replaceAll('A', `r${i}`) })),
    { alert: 'A', expr: `r${RECORDS} / r${RECORDS} > 0.5` },
  ]
  for (const ordered of [rules, rules.toReversed()]) {
    const file = parseRuleFile(JSON.stringify({ groups: [{ name: 'g', rules: ordered }] }), 'a.rules.yml')
    const findings = lintRules(file, { scrapeIntervalSeconds: 15, bounds: new Map([['x', [0.1, 1]]]), series: [] })
    expect(findings.length).toBeGreaterThanOrEqual(0)
    expect(findQuantileRule(file, 'x')).toBeNull()
    const set = new RuleSet(file, 60)
    for (const alert of set.alerts) expect(set.needsOf(alert).reads.length).toBeLessThanOrEqual(4 * RECORDS)
  }
})

it('an expression of hundreds of comparisons is looked at in a moment', () => {
  const text = Array.from({ length: 240 }, () => 'up').join(' > ')
  const file = parseRuleFile(JSON.stringify({ groups: [{ name: 'g', rules: [{ alert: 'A', expr: text }] }] }), 'a.yml')
  expect(lintRules(file, { scrapeIntervalSeconds: 15 })).toEqual(expect.any(Array))
})
