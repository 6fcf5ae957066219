import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { alertingRules } from '../../../../prometheus/alerting/rule-file.ts'
import { varyRuleFile } from '../../../../prometheus/alerting/variants/vary-rule-file.ts'

const file = parseRuleFile(
  `groups:
  - name: latency
    rules:
      - { record: slow, expr: 'rate(x[1m]) > 1' }
      - { alert: Slow, expr: 'rate(x[1m]) > 1', for: 1m }
      - { alert: Recorded, expr: 'slow > 1', for: 2m }
`,
  'rules.yml',
)
const shown = (variation: Parameters<typeof varyRuleFile>[1]) => {
  const { ruleFile, unvaried } = varyRuleFile(file, variation)
  return {
    rules: alertingRules(ruleFile).map(({ expression, forSeconds }) => `${expression} for ${forSeconds}`),
    unvaried: unvaried.map(({ group, rule, reason }) => `${group} ${rule.name}: ${reason}`),
    recorded: ruleFile.groups[0]?.rules[0]?.expression,
  }
}

describe('varyRuleFile', () => {
  it.each([
    [{ forSeconds: 30 }, ['rate(x[1m]) > 1 for 30', 'slow > 1 for 30'], []],
    [{ threshold: 2 }, ['rate(x[1m]) > 2 for 60', 'slow > 2 for 120'], []],
    [
      { rangeSeconds: 300, forSeconds: 0 },
      ['rate(x[5m]) > 1 for 0', 'slow > 1 for 120'],
      ['latency Recorded: it has no rate over a range'],
    ],
    [
      { rangeSeconds: 300, threshold: 0.5 },
      ['rate(x[5m]) > 0.5 for 60', 'slow > 1 for 120'],
      ['latency Recorded: it has no rate over a range'],
    ],
  ])('%o changes alerts, and leaves those whole in which it cannot be replaced', (variation, rules, unvaried) => {
    expect(shown(variation)).toEqual({ rules, unvaried, recorded: 'rate(x[1m]) > 1' })
  })

  it('changes the alerts alone that are named', () => {
    const { ruleFile } = varyRuleFile(file, { forSeconds: 5 }, ['Recorded'])
    expect(alertingRules(ruleFile).map(({ forSeconds }) => forSeconds)).toEqual([60, 5])
  })
})
