// The histogram_quantile that an alert compares, also where a rule of the file records it and the alert reads the
// recorded series.

import type { WatchedQuantile } from '../../core/run/alert.ts'
import type { Expression, VectorSelector } from '../promql/expression/expression.ts'
import { formatExpression } from '../promql/expression/format-expression.ts'
import { selectionsOf } from '../promql/expression/parts.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'
import { PromqlError } from '../promql/parse/promql-error.ts'
import { watchedQuantile } from '../promql/watched-quantile.ts'
import { type RuleFile, recordingRules } from './rule-file.ts'

const DEEPEST = 8

/** Null also for an expression that this parser does not know: a server may have a newer PromQL. */
export function watchedByRule(expression: string, ruleFile: RuleFile | null): WatchedQuantile | null {
  try {
    return watched(parseExpression(expression), ruleFile, 0)
  } catch (error) {
    if (error instanceof PromqlError) return null
    throw error
  }
}

function watched(expression: Expression, ruleFile: RuleFile | null, depth: number): WatchedQuantile | null {
  const direct = watchedQuantile(expression)
  if (direct || !ruleFile || depth >= DEEPEST) return direct
  for (const { selector, rangeMs } of selectionsOf(expression)) {
    const recording = recordingRules(ruleFile).find(({ name }) => name === selector.metric)
    if (!recording || rangeMs !== null) continue
    const inlined = replaced(expression, selector, parseExpression(recording.expression))
    const found = watched(inlined, ruleFile, depth + 1)
    // With matchers, or an offset, the recorded series alone has the values that are compared.
    if (found)
      return formatExpression(selector) === selector.metric
        ? found
        : { ...found, expression: formatExpression(selector) }
  }
  return null
}

function replaced(expression: Expression, selector: VectorSelector, by: Expression): Expression {
  const inside = (part: Expression) => replaced(part, selector, by)
  switch (expression.kind) {
    case 'vectorSelector':
      return expression === selector ? { kind: 'parentheses', inner: by } : expression
    case 'parentheses':
      return { ...expression, inner: inside(expression.inner) }
    case 'unary':
    case 'aggregation':
    case 'subquery':
      return { ...expression, operand: inside(expression.operand) }
    case 'call':
      return { ...expression, arguments: expression.arguments.map(inside) }
    case 'binary':
      return { ...expression, left: inside(expression.left), right: inside(expression.right) }
    default:
      return expression
  }
}
