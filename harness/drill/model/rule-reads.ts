// What an alert reads of a service: the selectors of series that no rule records, found through the rules that record what
// it reads.

import { parsedExpression } from '../../../prometheus/alerting/parsed-expression.ts'
import type { AlertingRule, Rule, RuleFile } from '../../../prometheus/alerting/rule-file.ts'
import { readsRule } from '../../../prometheus/alerting/set-apart/reads-rule.ts'
import type { Expression, VectorSelector } from '../../../prometheus/promql/expression/expression.ts'
import { formatExpression } from '../../../prometheus/promql/expression/format-expression.ts'
import { selectionsOf } from '../../../prometheus/promql/expression/parts.ts'

export interface AlertReads {
  readonly rule: AlertingRule
  /** Of series that are scraped, each once. */
  readonly selectors: readonly VectorSelector[]
  /** Its own expression, and those of the rules that record what it reads. */
  readonly expressions: readonly Expression[]
}

/** So many records may stand behind one another. */
const DEEPEST = 16

/** @param rule of the file */
export function readsOf(rule: AlertingRule, file: RuleFile): AlertReads {
  const selectors = new Map<string, VectorSelector>()
  const expressions: Expression[] = []
  const others = file.groups.flatMap(({ rules }) => rules)
  const visit = (read: Rule, path: readonly Rule[]): void => {
    const expression = parsedExpression(read.expression)
    if (expression === null) return
    expressions.push(expression)
    for (const { selector } of selectionsOf(expression)) {
      const recording = others.filter((other) => other !== read && readsRule(selector, other))
      if (recording.length === 0) selectors.set(formatExpression(selector), selector)
      if (path.length >= DEEPEST) continue
      for (const each of recording) if (!path.includes(each)) visit(each, [...path, read])
    }
  }
  visit(rule, [])
  return { rule, selectors: [...selectors.values()], expressions: [...new Set(expressions)] }
}
