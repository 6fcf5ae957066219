// Reads PromQL with Prometheus' own grammar (@prometheus-io/lezer-promql) into an expression of our own, and checks its
// types as Prometheus does. What is outside of the subset is refused by name and position, never evaluated wrongly.

import type { Tree } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'
import type { Expression } from '../expression/expression.ts'
import { expressionType } from '../expression/value-type.ts'
import { asGrammarHasIt } from './grammar-text.ts'
import { QueryText } from './query-text.ts'
import { readExpression } from './read-expression.ts'
import { syntaxError } from './syntax-errors.ts'

/** Reading and evaluating call themselves once a level; rules that people write have a dozen. */
const MOST_LEVELS = 500

/**
 * The expression of an alert, a recording rule or an instant query: its type is scalar or vector.
 * @throws PromqlError with line, column and the part of the text that is wrong
 */
export function parseExpression(text: string): Expression {
  const parsed = asGrammarHasIt(text)
  const query = new QueryText(text, parsed)
  const tree = parser.parse(parsed)
  // The grammar gives up at some thousand levels, so depth is looked at before anything else.
  checkDepth(tree, query)
  const error = syntaxError(tree, query)
  if (error) throw error
  const { expression, ...span } = readExpression(tree.topNode, query)
  const type = expressionType(expression)
  if (type === 'matrix')
    throw query.error('a range vector has no single value; wrap it in a function such as rate(…)', span)
  if (type === 'string') throw query.error('a string is not expected here; a scalar or an instant vector is', span)
  return expression
}

/** @throws PromqlError where parts stand inside one another in more levels than can be evaluated */
function checkDepth(tree: Tree, query: QueryText): void {
  let levels = 0
  tree.iterate({
    enter: ({ from, to }) => {
      levels++
      if (levels <= MOST_LEVELS) return
      throw query.unsupported(
        `expected at most ${MOST_LEVELS} operators and parentheses inside one another, got more`,
        { from, to },
      )
    },
    leave: () => {
      levels--
    },
  })
}
