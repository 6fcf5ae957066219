// Reads PromQL with Prometheus' own grammar (@prometheus-io/lezer-promql) into an expression of our own, and checks its
// types as Prometheus does. What is outside of the subset is refused by name and position, never evaluated wrongly.

import { parser } from '@prometheus-io/lezer-promql'
import type { Expression } from '../expression/expression.ts'
import { expressionType } from '../expression/value-type.ts'
import { closeDecimals } from './number-literal.ts'
import { readExpression } from './read-expression.ts'
import { Reading } from './reading.ts'
import { syntaxError } from './syntax-errors.ts'

/**
 * Of type scalar or vector: what an alert, a recording rule or an instant query may be.
 * @throws PromqlError with line, column and the words that are meant
 */
export function parseExpression(text: string): Expression {
  const parsed = closeDecimals(text)
  const reading = new Reading(text, parsed)
  const tree = parser.parse(parsed)
  const error = syntaxError(tree, reading)
  if (error) throw error
  const { expression, ...span } = readExpression(tree.topNode, reading)
  if (expressionType(expression) === 'matrix')
    throw reading.error('a range vector has no single value; wrap it in a function such as rate(…)', span)
  return expression
}
