// How far back expressions and rules read samples: so long must they be kept.

import { LOOKBACK_MS } from '../promql/evaluate/select-samples.ts'
import type { Expression, TimeModifiers, VectorSelector } from '../promql/expression/expression.ts'
import { partsOf } from '../promql/expression/parts.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'
import type { RuleFile } from './rule-file.ts'

/** How far back from its instant an expression reads samples. Seconds. A rule with a fixed instant after `@` is set apart. */
export function lookbackSeconds(expression: Expression): number {
  return reachSeconds(expression, () => 0, 0)
}

/**
 * How far back an expression depends on the past. Seconds.
 * @param behind how much further back than its own samples what a selector reads goes
 * @param none of an expression without a selector
 */
export function reachSeconds(
  expression: Expression,
  behind: (selector: VectorSelector) => number,
  none: number,
): number {
  switch (expression.kind) {
    case 'vectorSelector':
      return LOOKBACK_MS / 1e3 + offsetSeconds(expression) + behind(expression)
    case 'matrixSelector':
      return expression.rangeMs / 1e3 + offsetSeconds(expression.selector) + behind(expression.selector)
    case 'subquery':
      return expression.rangeMs / 1e3 + offsetSeconds(expression) + reachSeconds(expression.operand, behind, none)
    default:
      return Math.max(none, ...partsOf(expression).map((part) => reachSeconds(part, behind, none)))
  }
}

function offsetSeconds({ offsetMs }: TimeModifiers): number {
  return Math.max(0, offsetMs / 1e3)
}

/** The longest lookback of the expression and of all rules. Seconds. */
export function longestLookbackSeconds(expression: string, ruleFile: RuleFile | null): number {
  const lookback = (text: string) => lookbackSeconds(parseExpression(text))
  const rules = (ruleFile?.groups ?? []).flatMap((group) =>
    group.rules.map((rule) => lookback(rule.expression) + group.queryOffsetSeconds),
  )
  return Math.max(lookback(expression), ...rules)
}
