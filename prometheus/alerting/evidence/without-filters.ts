// An expression with its comparisons taken out: it returns the operands that the comparisons had, whether they hold or
// not, and no NaN, which is less than nothing and greater than nothing. Where it returns nothing, the expression could
// not have returned anything either.

import { ABSENCE_FUNCTIONS } from '../../promql/expression/absence-functions.ts'
import { type Binary, type Expression, isComparison } from '../../promql/expression/expression.ts'
import { withOperands } from '../../promql/expression/parts.ts'
import { expressionType } from '../../promql/expression/value-type.ts'

export function isAbsence(expression: Expression): boolean {
  return expression.kind === 'call' && ABSENCE_FUNCTIONS.has(expression.name)
}

/** Sides of set operations are left as they stand: the caller looks at each side by itself. */
export function withoutFilters(expression: Expression): Expression {
  if (isAbsence(expression)) return ALWAYS
  return expression.kind === 'binary' ? withoutFilter(expression) : withOperands(expression, withoutFilters)
}

const ALWAYS: Expression = { kind: 'call', name: 'vector', arguments: [{ kind: 'number', value: 1 }] }

function withoutFilter(binary: Binary): Expression {
  const [left, right] = [withoutFilters(binary.left), withoutFilters(binary.right)]
  if (binary.operator === 'unless') return left
  if (!isComparison(binary.operator) || expressionType(binary) === 'scalar') return { ...binary, left, right }
  if (binary.matching === null) return isNumber(expressionType(left) === 'scalar' ? right : left)
  return {
    kind: 'parentheses',
    inner: { ...binary, operator: '>=', returnsBool: true, left: isNumber(left), right: isNumber(right) },
  }
}

/** The elements that are not NaN. */
export function isNumber(vector: Expression): Expression {
  return {
    kind: 'parentheses',
    inner: {
      kind: 'binary',
      operator: '>=',
      left: { kind: 'parentheses', inner: vector },
      right: { kind: 'number', value: Number.NEGATIVE_INFINITY },
      returnsBool: false,
      matching: null,
    },
  }
}
