import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../core/user-error.ts'
import { checkAlertNames } from '../../../../prometheus/alerting/against-scenario/check-alert-names.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'

const rules = (...all: string[]) => parseRuleFile(`groups: [{ name: g, rules: [${all.join(', ')}] }]`, 'a.rules.yml')

describe('checkAlertNames', () => {
  it('accepts the alerts of the rule file', () => {
    expect(() => checkAlertNames(rules('{ alert: Slow, expr: up }'), ['Slow'], 'a.yaml')).not.toThrow()
  })

  it('accepts a scenario without rules and without alerts', () => {
    expect(() => checkAlertNames(null, [], 'a.yaml')).not.toThrow()
  })

  it.each([
    [
      'names the alert that is probably meant',
      rules('{ alert: HighLatency95thPercentile, expr: up }'),
      'HighLatency95Percentile',
      'a.yaml alerts.HighLatency95Percentile: expected an alert of a.rules.yml (HighLatency95thPercentile), got HighLatency95Percentile (did you mean HighLatency95thPercentile?)',
    ],
    [
      'suggests nothing where no name is near',
      rules('{ alert: Down, expr: up }'),
      'HighLatency95Percentile',
      'a.yaml alerts.HighLatency95Percentile: expected an alert of a.rules.yml (Down), got HighLatency95Percentile',
    ],
    [
      'does not take a recording rule for an alert',
      rules('{ record: slow, expr: up }'),
      'slow',
      'a.yaml alerts.slow: expected an alert of a.rules.yml (it has none), got slow',
    ],
    [
      'refuses an alert where the scenario has no rule file',
      null,
      'Slow',
      'a.yaml alerts.Slow: expected an alert of a rule file (it has none), got Slow',
    ],
  ])('%s', (_, ruleFile, name, message) => {
    const check = () => checkAlertNames(ruleFile, [name], 'a.yaml')
    expect(check).toThrow(UserError)
    expect(check).toThrow(expect.objectContaining({ message }))
  })
})
