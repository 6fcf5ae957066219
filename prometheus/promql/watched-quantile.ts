// The histogram_quantile of an expression and the threshold that it is compared with, as plain figures.

import type { QuantileComparison, WatchedQuantile } from '../../core/run/alert.ts'
import { METRIC_NAME } from '../series/series.ts'
import { constantValue } from './evaluate/constant-value.ts'
import { compares } from './evaluate/operate.ts'
import { type Binary, type Call, type Expression, isComparison, withoutParentheses } from './expression/expression.ts'
import { formatExpression } from './expression/format-expression.ts'
import { partsOf, type Selection, selectionsOf } from './expression/parts.ts'
import { keepsValues, MIRRORED, solveCondition } from './solve-condition.ts'

/** The first histogram_quantile in the order of the text; null where none has a fixed quantile and a selector. */
export function watchedQuantile(expression: Expression): WatchedQuantile | null {
  const found = findCall(expression)
  if (!found) return null
  const { call, quantile, selection } = found
  const names = selection.selector.matchers.filter(({ label }) => label === METRIC_NAME)
  return {
    expression: formatExpression(call),
    quantile,
    metric: names.length === 1 && names[0]?.operator === '=' ? names[0].value : null,
    rangeSeconds: (selection.rangeMs ?? 0) / 1e3,
    comparison: comparisonOf(expression, call) ?? null,
  }
}

interface FoundCall {
  readonly call: Call
  readonly quantile: number
  readonly selection: Selection
}

function findCall(expression: Expression): FoundCall | undefined {
  const isQuantile = expression.kind === 'call' && expression.name === 'histogram_quantile'
  return (isQuantile ? fixedQuantile(expression) : undefined) ?? firstDefined(partsOf(expression), findCall)
}

function fixedQuantile(call: Call): FoundCall | undefined {
  const [level, buckets] = call.arguments
  const quantile = level && constantValue(level)
  const selection = buckets && selectionsOf(buckets)[0]
  return quantile === undefined || !selection ? undefined : { call, quantile, selection }
}

/** The comparison of the call that decides whether the expression returns something; undefined where none does. */
function comparisonOf(expression: Expression, call: Call): QuantileComparison | undefined {
  switch (expression.kind) {
    case 'parentheses':
      return comparisonOf(expression.inner, call)
    case 'unary':
    case 'aggregation':
      return comparisonOf(expression.operand, call)
    case 'call': {
      const [kept] = keepsValues(expression) ? expression.arguments : []
      return kept && comparisonOf(kept, call)
    }
    case 'binary':
      return (
        directComparison(expression, call) ?? comparisonOfBool(expression, call) ?? comparisonInside(expression, call)
      )
    default:
      return undefined
  }
}

/** `call operator number`, or the same with the sides exchanged, as a filter. */
function directComparison(binary: Binary, call: Call): QuantileComparison | undefined {
  return binary.returnsBool ? undefined : comparedWithNumber(binary, call)
}

function comparedWithNumber({ operator, left, right }: Binary, call: Call): QuantileComparison | undefined {
  if (!isComparison(operator)) return undefined
  const [onLeft, onRight] = [constantValue(left), constantValue(right)]
  const solved =
    onRight === undefined
      ? onLeft !== undefined && solveCondition(right, { operator: MIRRORED[operator], threshold: onLeft }, call)
      : solveCondition(left, { operator, threshold: onRight }, call)
  return solved ? { ...solved, role: 'whole' } : undefined
}

/** `(call > bool number) == 1`, and every other comparison that holds for 1 and not for 0. */
function comparisonOfBool({ operator, left, right, returnsBool }: Binary, call: Call): QuantileComparison | undefined {
  const inner = withoutParentheses(left)
  const value = constantValue(right)
  if (!isComparison(operator) || returnsBool || value === undefined) return undefined
  if (inner.kind !== 'binary' || !inner.returnsBool || !compares(operator, 1, value) || compares(operator, 0, value))
    return undefined
  return comparedWithNumber(inner, call)
}

/** One side of the operation holds the comparison; the operator says what it is to the whole. */
function comparisonInside({ operator, left, right }: Binary, call: Call): QuantileComparison | undefined {
  const onLeft = comparisonOf(left, call)
  if (operator === 'unless') return onLeft && weakened(onLeft, 'required')
  const found = onLeft ?? comparisonOf(right, call)
  return found && weakened(found, operator === 'or' ? 'sufficient' : 'required')
}

function weakened(comparison: QuantileComparison, role: 'required' | 'sufficient'): QuantileComparison {
  const isSame = comparison.role === 'whole' || comparison.role === role
  return { ...comparison, role: isSame ? role : 'partial' }
}

function firstDefined<T>(parts: readonly Expression[], find: (part: Expression) => T | undefined): T | undefined {
  for (const part of parts) {
    const found = find(part)
    if (found !== undefined) return found
  }
  return undefined
}
