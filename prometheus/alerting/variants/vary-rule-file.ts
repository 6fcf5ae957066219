// The rules of a file with other figures in them: another `for`, another range of the rates, another threshold. What a
// team tries before it changes a rule.

import type { EditedExpression } from '../../promql/edit/edited-expression.ts'
import { withRange } from '../../promql/edit/with-range.ts'
import { withThreshold } from '../../promql/edit/with-threshold.ts'
import type { AlertingRule, RuleFile } from '../rule-file.ts'

/** What is left out stays as it is written. */
export interface RuleVariation {
  readonly forSeconds?: number
  readonly rangeSeconds?: number
  readonly threshold?: number
}

export interface UnvariedRule {
  readonly group: string
  readonly rule: AlertingRule
  /** Completes `left as written, because …`. */
  readonly reason: string
}

export interface VariedRules {
  readonly ruleFile: RuleFile
  /** Alerts that a figure cannot be replaced in; they stay as they are written altogether. */
  readonly unvaried: readonly UnvariedRule[]
}

/**
 * Recording rules stay as they are.
 * @param names of the alerts that are varied; empty for all
 */
export function varyRuleFile(ruleFile: RuleFile, variation: RuleVariation, names: readonly string[] = []): VariedRules {
  const unvaried: UnvariedRule[] = []
  const groups = ruleFile.groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => {
      if (rule.kind !== 'alerting' || (names.length > 0 && !names.includes(rule.name))) return rule
      const edited = variedExpression(rule.expression, variation)
      if ('problem' in edited) {
        unvaried.push({ group: group.name, rule, reason: edited.problem })
        return rule
      }
      return { ...rule, expression: edited.expression, forSeconds: variation.forSeconds ?? rule.forSeconds }
    }),
  }))
  return { ruleFile: { ...ruleFile, groups }, unvaried }
}

function variedExpression(expression: string, { rangeSeconds, threshold }: RuleVariation): EditedExpression {
  const ranged: EditedExpression =
    rangeSeconds === undefined ? { expression } : withRange(expression, rangeSeconds * 1e3)
  if ('problem' in ranged || threshold === undefined) return ranged
  return withThreshold(ranged.expression, threshold)
}
