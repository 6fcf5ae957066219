import { describe, expect, it } from 'vitest'
import { checkEvaluated } from '../../../../prometheus/alerting/against-scenario/check-evaluated.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { rulesInSimulation } from '../../../../prometheus/alerting/variants/rules-in-simulation.ts'

/** A rule that only a real Prometheus evaluates stands in it, whatever the subset grows to: native histograms. */
const FILE = parseRuleFile(
  `groups:
  - name: g
    rules:
      - { alert: Native, expr: 'histogram_quantile(0.95, sum(rate(x_seconds[5m]))) > 1' }
      - { alert: Slow, expr: 'rate(x[5s]) > 1' }
      - { record: p95, expr: 'histogram_quantile(0.95, sum(rate(x_seconds[5m])))' }
      - { record: twice, expr: 'p95 * 2' }
      - { alert: Owned, expr: 'twice > 1' }
`,
  'rules.yml',
)

describe('checkEvaluated', () => {
  it('is no obstacle to an alert that needs nothing of what is not evaluated', () => {
    expect(() => checkEvaluated(FILE, ['Slow'])).not.toThrow()
    expect(() => checkEvaluated(null, ['Slow'])).not.toThrow()
  })

  it.each([
    [
      'Native',
      'rules.yml:4 Native: expected an alert that the embedded evaluator can judge, got one that is not evaluated: `histogram_quantile(0.95, sum(rate(x_seconds[5m])))` at line 4 reads the native histogram x_seconds, and no native samples are scraped here (x_seconds_bucket with by (le) reads classic buckets); --prometheus local or a URL judges it',
    ],
    [
      'Owned',
      'rules.yml:8 Owned: expected an alert that the embedded evaluator can judge, got one that is not evaluated: it reads twice, which the rule at line 7 records, and that one is not: it reads p95, which the rule at line 6 records, and that one is not: `histogram_quantile',
    ],
  ])('refuses a run about %s', (alert, message) => {
    expect(() => checkEvaluated(FILE, [alert])).toThrow(message)
  })

  it('refuses a simulation about what a simulated service does not have', () => {
    const rules = rulesInSimulation(FILE, ['x'])
    expect(() => checkEvaluated(rules, ['Slow'])).toThrow(
      'rules.yml:5 Slow: expected an alert that can be simulated, got one that cannot: it reads x, which a simulated service does not have; a run of the scenario judges it',
    )
  })
})
