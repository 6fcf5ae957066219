// The type of an expression, which follows from its parts. Source: prometheus/prometheus promql/parser/ast.go, Type.

import { assertNever } from '../../../core/assert-never.ts'
import { functionNamed } from '../functions.ts'
import type { Expression, ValueType } from './expression.ts'

export function expressionType(expression: Expression): ValueType {
  switch (expression.kind) {
    case 'number':
      return 'scalar'
    case 'string':
      return 'string'
    case 'vectorSelector':
    case 'aggregation':
      return 'vector'
    case 'matrixSelector':
    case 'subquery':
      return 'matrix'
    case 'call':
      return functionNamed(expression.name)?.returns ?? 'vector'
    case 'binary':
      return expressionType(expression.left) === 'scalar' && expressionType(expression.right) === 'scalar'
        ? 'scalar'
        : 'vector'
    case 'unary':
      return expressionType(expression.operand)
    case 'parentheses':
      return expressionType(expression.inner)
    default:
      return assertNever(expression)
  }
}
