// A comparison of an expression with a number, turned into a comparison of one call in it.

import { constantValue } from './evaluate/constant-value.ts'
import type {
  Aggregation,
  Binary,
  BinaryOperator,
  Call,
  ComparisonOperator,
  Expression,
} from './expression/expression.ts'

export interface Condition {
  readonly operator: ComparisonOperator
  readonly threshold: number
}

/** The operator that says the same when the sides are exchanged. */
export const MIRRORED = { '==': '==', '!=': '!=', '>': '<', '<': '>', '>=': '<=', '<=': '>=' } as const

/**
 * The condition that the call meets exactly where the expression meets the one given: `call * 1000 > 300` is
 * `call > 0.3`. Undefined where the expression is not linear in the call.
 */
export function solveCondition(expression: Expression, condition: Condition, call: Call): Condition | undefined {
  if (expression === call) return condition
  switch (expression.kind) {
    case 'parentheses':
      return solveCondition(expression.inner, condition, call)
    case 'unary':
      return solveCondition(expression.operand, expression.operator === '-' ? scaled(condition, -1) : condition, call)
    case 'aggregation':
      return isExtreme(expression, condition) ? solveCondition(expression.operand, condition, call) : undefined
    case 'call': {
      const [kept] = keepsValues(expression) ? expression.arguments : []
      return kept && solveCondition(kept, condition, call)
    }
    case 'binary':
      return solveArithmetic(expression, condition, call)
    default:
      return undefined
  }
}

const KEEPS_VALUES: ReadonlySet<string> = new Set([
  'label_join',
  'label_replace',
  'sort',
  'sort_by_label',
  'sort_by_label_desc',
  'sort_desc',
])

/** Whether it returns each value of its first argument as it is, perhaps with other labels or in another order. */
export function keepsValues({ name }: Call): boolean {
  return KEEPS_VALUES.has(name)
}

/** The largest of several is above a threshold exactly where any of them is; likewise the smallest below. */
function isExtreme({ operator }: Aggregation, condition: Condition): boolean {
  return condition.operator.startsWith('>')
    ? operator === 'max'
    : condition.operator.startsWith('<') && operator === 'min'
}

function solveArithmetic({ operator, left, right }: Binary, condition: Condition, call: Call): Condition | undefined {
  const [onLeft, onRight] = [constantValue(left), constantValue(right)]
  const constant = onLeft ?? onRight
  if (constant === undefined || !Number.isFinite(constant)) return undefined
  const undone =
    onLeft === undefined ? undoRight(operator, constant, condition) : undoLeft(operator, constant, condition)
  return undone && solveCondition(onLeft === undefined ? left : right, undone, call)
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
