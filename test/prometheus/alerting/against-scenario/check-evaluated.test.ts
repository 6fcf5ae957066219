import { describe, expect, it } from 'vitest'
import { checkEvaluated } from '../../../../prometheus/alerting/against-scenario/check-evaluated.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { everyRule } from '../../../../prometheus/alerting/rule-file.ts'

const FILE = parseRuleFile(
  `groups:
  - name: g
    rules:
      - { alert: Fills, expr: 'limitk(1, x) < 0' }
      - { alert: Slow, expr: 'rate(x[5s]) > 1' }
      - { record: owner, expr: 'info(x)' }
      - { record: twice, expr: 'owner * 2' }
      - { alert: Owned, expr: 'twice > 1' }
      - { alert: Worst, expr: 'max_over_time(rate(x[5s + 1s])[30s:5s]) > 1' }
`,
  'rules.yml',
)

describe('a rule file with PromQL that is not evaluated here', () => {
  it('keeps those rules apart, in their places', () => {
    const [group] = FILE.groups
    expect(group?.rules.map(({ name }) => name)).toEqual(['Slow', 'twice', 'Owned'])
    expect(group?.unsupported?.map(({ rule, index }) => [rule.name, index])).toEqual([
      ['Fills', 0],
      ['owner', 2],
      ['Worst', 5],
    ])
    expect(group && everyRule(group).map(({ name }) => name)).toEqual([
      'Fills',
      'Slow',
      'owner',
      'twice',
      'Owned',
      'Worst',
    ])
  })

  it('is no obstacle to an alert that needs none of it', () => {
    expect(() => checkEvaluated(FILE, ['Slow'])).not.toThrow()
  })

  it.each([
    ['Fills', /^rules\.yml:4 Fills: expected PromQL that the embedded evaluator knows, got .*--prometheus local/s],
    ['Owned', /^rules\.yml:6 owner: expected PromQL/],
    ['Worst', /^rules\.yml:9 Worst: .*arithmetic on durations is not evaluated here/s],
  ])('refuses a run about %s', (alert, message) => {
    expect(() => checkEvaluated(FILE, [alert])).toThrow(message)
  })

  it('is refused where Prometheus would refuse it too', () => {
    const text = "groups: [{ name: g, rules: [{ alert: A, expr: 'no_such_function(x) > 1' }] }]"
    expect(() => parseRuleFile(text, 'rules.yml')).toThrow('expected a PromQL expression')
  })
})
