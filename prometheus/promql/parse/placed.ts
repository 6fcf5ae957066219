// An expression while it is parsed, with its place in the text, so that an error can point to it.

import { type Expression, withoutParentheses } from '../expression/expression.ts'
import { expressionType } from '../expression/value-type.ts'
import type { Span } from './promql-error.ts'
import type { QueryText } from './query-text.ts'

/** An expression and where it stands in the text. */
export interface Placed extends Span {
  readonly expression: Expression
}

const TYPE_NAMES = {
  scalar: 'a scalar',
  vector: 'an instant vector',
  matrix: 'a range vector',
  string: 'a string',
} as const

/** @throws PromqlError where the argument is of another type than `wanted` */
export function expectType(argument: Placed, wanted: keyof typeof TYPE_NAMES, where: string, query: QueryText): void {
  const type = expressionType(argument.expression)
  if (type === wanted) return
  const isSelector = withoutParentheses(argument.expression).kind === 'vectorSelector'
  const hint = wanted === 'matrix' && isSelector ? `, such as ${query.textOf(argument)}[5m]` : ''
  throw query.error(`${where} needs ${TYPE_NAMES[wanted]}${hint}, got ${TYPE_NAMES[type]}`, argument)
}
