// The histogram_quantile that an alert compares, also where a rule of the file records it and the alert reads the
// recorded series.

import type { WatchedQuantile } from '../../core/run/alert.ts'
import type { Expression, VectorSelector } from '../promql/expression/expression.ts'
import { formatExpression } from '../promql/expression/format-expression.ts'
import { selectionsOf } from '../promql/expression/parts.ts'
import { watchedQuantile } from '../promql/watched-quantile.ts'
import { parsedExpression } from './parsed-expression.ts'
import { type RuleFile, recordingRules } from './rule-file.ts'

/** So many records may stand around a quantile. */
const DEEPEST = 8

/** Null also for an expression that this parser does not know: a server may have a newer PromQL. */
export function watchedByRule(expression: string, ruleFile: RuleFile | null): WatchedQuantile | null {
  const parsed = parsedExpression(expression)
  return parsed && watched(parsed, ruleFile === null ? new Map() : recordsAround(ruleFile), DEEPEST)
}

function watched(
  expression: Expression,
  records: ReadonlyMap<string, RecordAround>,
  deepest: number,
): WatchedQuantile | null {
  const direct = watchedQuantile(expression)
  if (direct) return direct
  for (const { selector, rangeMs } of selectionsOf(expression)) {
    const record = records.get(selector.metric ?? '')
    if (!record || record.depth > deepest || rangeMs !== null) continue
    const found = watched(replaced(expression, selector, record.expression), records, deepest - 1)
    // With matchers, or an offset, the recorded series alone has the values that are compared.
    if (found)
      return formatExpression(selector) === selector.metric
        ? found
        : { ...found, expression: formatExpression(selector) }
  }
  return null
}

interface RecordAround {
  readonly expression: Expression
  /** How many records stand around the quantile, this one included. */
  readonly depth: number
}

const aroundOf = new WeakMap<RuleFile, ReadonlyMap<string, RecordAround>>()

/** The records of a file in which a quantile is found, by name; of several of a name the first. */
function recordsAround(ruleFile: RuleFile): ReadonlyMap<string, RecordAround> {
  const known = aroundOf.get(ruleFile)
  if (known) return known
  const expressions = new Map<string, Expression>()
  for (const { name, expression } of recordingRules(ruleFile)) {
    const parsed = expressions.has(name) ? null : parsedExpression(expression)
    if (parsed) expressions.set(name, parsed)
  }
  const around = new Map<string, RecordAround>()
  for (let depth = 1; depth <= DEEPEST; depth++)
    for (const [name, expression] of expressions)
      if (!around.has(name) && hasQuantile(expression, depth, around)) around.set(name, { expression, depth })
  aroundOf.set(ruleFile, around)
  return around
}

function hasQuantile(expression: Expression, depth: number, around: ReadonlyMap<string, RecordAround>): boolean {
  if (depth === 1) return watchedQuantile(expression) !== null
  return selectionsOf(expression).some(
    ({ selector, rangeMs }) => rangeMs === null && (around.get(selector.metric ?? '')?.depth ?? depth) < depth,
  )
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
