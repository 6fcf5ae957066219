import { type Expression, withoutParentheses } from '../expression/expression.ts'

/** The texts of arguments that are strings, which may stand in parentheses. */
export function stringsOf(expressions: readonly Expression[]): readonly string[] {
  return expressions
    .map(withoutParentheses)
    .flatMap((expression) => (expression.kind === 'string' ? expression.value : []))
}
