// What fails while an expression is evaluated, though it was parsed: the samples are to blame, not the text.

import { UserError } from '../../../core/user-error.ts'
import type { Expression } from '../expression/expression.ts'
import { formatExpression } from '../expression/format-expression.ts'

/**
 * An expression that Prometheus, too, would refuse on these samples: for example two results with the same labels.
 * The rule cannot be evaluated at this instant; at another it may. The limit on the steps of subqueries alone is lower than
 * that of Prometheus.
 */
export class EvaluationError extends UserError {
  /** The part of the expression that failed. */
  readonly expression: string

  constructor(problem: string, expression: Expression) {
    const text = formatExpression(expression)
    super(`${text}: ${problem}`)
    this.expression = text
  }
}
