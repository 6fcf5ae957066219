// The histogram_quantile of an expression and the threshold that it is compared with, as plain figures.

import type { QuantileComparison, WatchedQuantile } from '../../core/run/alert.ts'
import { METRIC_NAME } from '../series/series.ts'
import { DEFAULT_DIALECT } from './dialect.ts'
import { evaluate } from './evaluate/evaluate.ts'
import { compares } from './evaluate/operate.ts'
import {
  type Aggregation,
  type Binary,
  type BinaryOperator,
  type Call,
  type ComparisonOperator,
  type Expression,
  isComparison,
  withoutParentheses,
} from './expression/expression.ts'
import { formatExpression } from './expression/format-expression.ts'
import { partsOf, selectionsOf } from './expression/parts.ts'
import { expressionType } from './expression/value-type.ts'

/** The first histogram_quantile in the order of the text; null where none has a fixed quantile and a selector. */
export function watchedQuantile(expression: Expression): WatchedQuantile | null {
  const call = findCall(expression)
  const [level, buckets] = call?.arguments ?? []
  const quantile = level && constantValue(level)
  const selection = buckets && selectionsOf(buckets)[0]
  if (!call || quantile === undefined || !selection) return null
  const names = selection.selector.matchers.filter(({ label }) => label === METRIC_NAME)
  return {
    expression: formatExpression(call),
    quantile,
    metric: names.length === 1 && names[0]?.operator === '=' ? names[0].value : null,
    rangeSeconds: (selection.rangeMs ?? 0) / 1e3,
    comparison: comparisonOf(expression, call) ?? null,
  }
}

function findCall(expression: Expression): Call | undefined {
  if (expression.kind === 'call' && expression.name === 'histogram_quantile') return expression
  return firstDefined(partsOf(expression), findCall)
}

/** The comparison of the call that decides whether the expression returns something; undefined where none does. */
function comparisonOf(expression: Expression, call: Call): QuantileComparison | undefined {
  switch (expression.kind) {
    case 'parentheses':
      return comparisonOf(expression.inner, call)
    case 'unary':
    case 'aggregation':
      return comparisonOf(expression.operand, call)
    case 'binary':
      return (
        directComparison(expression, call) ?? comparisonOfBool(expression, call) ?? comparisonInside(expression, call)
      )
    default:
      return undefined
  }
}

/** `call operator number`, either way round, a filter and no 0 or 1. */
function directComparison(binary: Binary, call: Call): QuantileComparison | undefined {
  return binary.returnsBool ? undefined : comparedWithNumber(binary, call)
}

function comparedWithNumber({ operator, left, right }: Binary, call: Call): QuantileComparison | undefined {
  if (!isComparison(operator)) return undefined
  const [onLeft, onRight] = [constantValue(left), constantValue(right)]
  if (onRight !== undefined) return solve(left, { operator, threshold: onRight }, call)
  return onLeft === undefined ? undefined : solve(right, { operator: MIRRORED[operator], threshold: onLeft }, call)
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

interface Condition {
  readonly operator: ComparisonOperator
  readonly threshold: number
}

/** The same condition on the call itself: `call * 1000 > 300` is `call > 0.3`. Undefined where it is not linear in it. */
function solve(expression: Expression, condition: Condition, call: Call): QuantileComparison | undefined {
  if (expression === call) return { ...condition, role: 'whole' }
  switch (expression.kind) {
    case 'parentheses':
      return solve(expression.inner, condition, call)
    case 'unary':
      return solve(expression.operand, expression.operator === '-' ? scaled(condition, -1) : condition, call)
    case 'aggregation':
      return isExtreme(expression, condition) ? solve(expression.operand, condition, call) : undefined
    case 'binary':
      return solveArithmetic(expression, condition, call)
    default:
      return undefined
  }
}

/** The largest of several is above a threshold exactly where any of them is; likewise the smallest below. */
function isExtreme({ operator }: Aggregation, condition: Condition): boolean {
  return condition.operator.startsWith('>')
    ? operator === 'max'
    : condition.operator.startsWith('<') && operator === 'min'
}

function solveArithmetic(
  { operator, left, right }: Binary,
  condition: Condition,
  call: Call,
): QuantileComparison | undefined {
  const [onLeft, onRight] = [constantValue(left), constantValue(right)]
  const constant = onLeft ?? onRight
  if (constant === undefined || !Number.isFinite(constant)) return undefined
  const undone =
    onLeft === undefined ? undoRight(operator, constant, condition) : undoLeft(operator, constant, condition)
  return undone && solve(onLeft === undefined ? left : right, undone, call)
}

/** `x operator constant` meets the condition where x meets the one returned. */
function undoRight(operator: BinaryOperator, constant: number, condition: Condition): Condition | undefined {
  switch (operator) {
    case '*':
      return constant === 0 ? undefined : divided(condition, constant)
    case '/':
      return constant === 0 ? undefined : scaled(condition, constant)
    case '+':
      return { ...condition, threshold: condition.threshold - constant }
    case '-':
      return { ...condition, threshold: condition.threshold + constant }
    default:
      return undefined
  }
}

/** `constant operator x`. */
function undoLeft(operator: BinaryOperator, constant: number, condition: Condition): Condition | undefined {
  if (operator === '-') return scaled({ ...condition, threshold: condition.threshold - constant }, -1)
  return operator === '*' || operator === '+' ? undoRight(operator, constant, condition) : undefined
}

function scaled({ operator, threshold }: Condition, factor: number): Condition {
  return { operator: factor < 0 ? MIRRORED[operator] : operator, threshold: threshold * factor }
}

function divided({ operator, threshold }: Condition, divisor: number): Condition {
  return { operator: divisor < 0 ? MIRRORED[operator] : operator, threshold: threshold / divisor }
}

const MIRRORED = { '==': '==', '!=': '!=', '>': '<', '<': '>', '>=': '<=', '<=': '>=' } as const

/** The value of a scalar that depends on neither samples nor time. */
function constantValue(expression: Expression): number | undefined {
  if (expressionType(expression) !== 'scalar' || containsCall(expression)) return undefined
  const result = evaluate(expression, { select: () => [] }, 0, DEFAULT_DIALECT)
  return result.type === 'scalar' ? result.value : undefined
}

function containsCall(expression: Expression): boolean {
  return expression.kind === 'call' || partsOf(expression).some(containsCall)
}

function firstDefined<T>(parts: readonly Expression[], find: (part: Expression) => T | undefined): T | undefined {
  for (const part of parts) {
    const found = find(part)
    if (found !== undefined) return found
  }
  return undefined
}
