// Whether NaN may be among the values of an expression: the only one that differs from everything.

import { constantValue } from '../evaluate/constant-value.ts'
import { type Expression, isArithmetic, isComparison } from '../expression/expression.ts'
import { keepsValues } from '../solve-condition.ts'

/** Whatever the samples are, they return a number. */
const NUMBERS: ReadonlySet<string> = new Set([
  'absent',
  'absent_over_time',
  'changes',
  'count_over_time',
  'present_over_time',
  'resets',
  'time',
  'timestamp',
])

export function mayBeNaN(expression: Expression): boolean {
  const constant = constantValue(expression)
  if (constant !== undefined) return Number.isNaN(constant)
  switch (expression.kind) {
    case 'parentheses':
      return mayBeNaN(expression.inner)
    case 'unary':
      return mayBeNaN(expression.operand)
    case 'vectorSelector':
      return expression.metric !== 'ALERTS'
    case 'aggregation':
      return !['count', 'count_values', 'group'].includes(expression.operator)
    case 'call': {
      const [first] = expression.arguments
      if (keepsValues(expression) || expression.name === 'vector') return first === undefined || mayBeNaN(first)
      return !NUMBERS.has(expression.name)
    }
    case 'binary': {
      const { operator, left, right, returnsBool } = expression
      if (isArithmetic(operator)) return true
      if (isComparison(operator)) return !returnsBool && operator === '!='
      return mayBeNaN(left) || (operator === 'or' && mayBeNaN(right))
    }
    default:
      return true
  }
}
