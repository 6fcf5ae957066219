import type { Expression } from '../promql/expression/expression.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'
import { PromqlError } from '../promql/parse/promql-error.ts'

/** Null for an expression that is not evaluated here: a real Prometheus knows more of PromQL. */
export function parsedExpression(text: string): Expression | null {
  try {
    return parseExpression(text)
  } catch (error) {
    if (error instanceof PromqlError) return null
    throw error
  }
}
