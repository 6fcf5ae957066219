// The parts of an expression, and the selectors in it.

import { assertNever } from '../../../core/assert-never.ts'
import type { Expression, VectorSelector } from './expression.ts'

/** The expressions that an expression is made of, in the order of the text. A range and its selector are one part. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'call':
      return expression.arguments
    case 'aggregation':
      return expression.parameter ? [expression.parameter, expression.operand] : [expression.operand]
    case 'binary':
      return [expression.left, expression.right]
    case 'unary':
    case 'subquery':
      return [expression.operand]
    case 'parentheses':
      return [expression.inner]
    case 'number':
    case 'string':
    case 'vectorSelector':
    case 'matrixSelector':
      return []
    default:
      return assertNever(expression)
  }
}

/** The expression with other operands; the parameter of an aggregation stays. */
export function withOperands(expression: Expression, change: (operand: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'call':
      return { ...expression, arguments: expression.arguments.map((argument) => change(argument)) }
    case 'binary':
      return { ...expression, left: change(expression.left), right: change(expression.right) }
    case 'aggregation':
    case 'unary':
    case 'subquery':
      return { ...expression, operand: change(expression.operand) }
    case 'parentheses':
      return { ...expression, inner: change(expression.inner) }
    case 'number':
    case 'string':
    case 'vectorSelector':
    case 'matrixSelector':
      return expression
    default:
      return assertNever(expression)
  }
}

/** A selector, and how far back it reads. */
export interface Selection {
  readonly selector: VectorSelector
  /** Null for an instant selector. */
  readonly rangeMs: number | null
}

/** Every selector of an expression, in the order of the text. */
export function selectionsOf(expression: Expression): readonly Selection[] {
  const selections: Selection[] = []
  const add = (part: Expression) => {
    if (part.kind === 'vectorSelector') selections.push({ selector: part, rangeMs: null })
    else if (part.kind === 'matrixSelector') selections.push(part)
    else partsOf(part).forEach(add)
  }
  add(expression)
  return selections
}
