// What an alert reads of a service: the selectors of series that no rule records, found through the rules that record what
// it reads, and how far back all of it looks.

import { lookbackSeconds } from '../../../prometheus/alerting/lookback.ts'
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
  /** From the instant of an evaluation to the oldest sample that decides it. */
  readonly looksBackSeconds: number
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
  const visit = (read: Rule, path: readonly Rule[]): number => {
    const expression = parsedExpression(read.expression)
    if (expression === null) return 0
    expressions.push(expression)
    const recorded = selectionsOf(expression).map(({ selector }) => {
      const recording = others.filter((other) => other !== read && readsRule(selector, other))
      if (recording.length === 0) selectors.set(formatExpression(selector), selector)
      if (path.length >= DEEPEST) return 0
      return Math.max(
        0,
        ...recording.filter((each) => !path.includes(each)).map((each) => visit(each, [...path, read])),
      )
    })
    return lookbackSeconds(expression) + Math.max(0, ...recorded)
  }
  const looksBackSeconds = visit(rule, [])
  return { rule, selectors: [...selectors.values()], looksBackSeconds, expressions: [...new Set(expressions)] }
}
