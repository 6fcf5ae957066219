import type { QuantileComparison } from '../../../core/run/alert.ts'
import type { AlertingRule, RuleFile } from '../../alerting/rule-file.ts'
import { watchedByRule } from '../../alerting/watched-by-rule.ts'

/** How the condition of an alert compares a quantile; null where it compares none with a number. */
export function comparedQuantile(rule: AlertingRule, ruleFile: RuleFile): QuantileComparison | null {
  return watchedByRule(rule.expression, ruleFile)?.comparison ?? null
}
