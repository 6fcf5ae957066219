import { LOOKBACK_MS } from '../promql/evaluate/select-samples.ts'
import type { Expression, VectorSelector } from '../promql/expression/expression.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'
import type { RuleFile } from './rule-file.ts'

/** How far back from its instant an expression reads samples. Seconds. */
export function expressionReachSeconds(expression: Expression): number {
  switch (expression.kind) {
    case 'number':
      return 0
    case 'vectorSelector':
      return LOOKBACK_MS / 1e3 + offsetSeconds(expression)
    case 'matrixSelector':
      return expression.rangeMs / 1e3 + offsetSeconds(expression.selector)
    case 'call':
      return Math.max(0, ...expression.arguments.map(expressionReachSeconds))
    case 'aggregation':
      return Math.max(
        expressionReachSeconds(expression.operand),
        expression.parameter ? expressionReachSeconds(expression.parameter) : 0,
      )
    case 'binary':
      return Math.max(expressionReachSeconds(expression.left), expressionReachSeconds(expression.right))
    case 'unary':
      return expressionReachSeconds(expression.operand)
    case 'parentheses':
      return expressionReachSeconds(expression.inner)
  }
}

function offsetSeconds({ offsetMs }: VectorSelector): number {
  return Math.max(0, offsetMs / 1e3)
}

/** The farthest that any of these expressions and rules reach back. */
export function longestReachSeconds(expression: string, ruleFile: RuleFile | null): number {
  const reach = (text: string) => expressionReachSeconds(parseExpression(text))
  const rules = (ruleFile?.groups ?? []).flatMap((group) =>
    group.rules.map((rule) => reach(rule.expression) + group.queryOffsetSeconds),
  )
  return Math.max(reach(expression), ...rules)
}
