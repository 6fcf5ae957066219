// Whether subqueries of an expression have more steps than one evaluation takes, were there samples at all of them.

import type { Call, Expression } from '../../expression/expression.ts'
import { partsOf } from '../../expression/parts.ts'
import { MOST_HELD, MOST_STEPS } from './step-budget.ts'
import { DEFAULT_SUBQUERY_STEP_MS } from './subquery.ts'

/** The first call of the text that reads such a subquery; undefined where there is none. */
export function callOfTooManySteps(expression: Expression): Call | undefined {
  if (expression.kind === 'call' && expression.arguments.some(isTooMuch)) return expression
  for (const part of partsOf(expression)) {
    const found = callOfTooManySteps(part)
    if (found) return found
  }
  return undefined
}

function isTooMuch(argument: Expression): boolean {
  if (argument.kind === 'parentheses') return isTooMuch(argument.inner)
  if (argument.kind !== 'subquery') return false
  return stepsOf(argument.rangeMs, argument.stepMs) > MOST_HELD || stepsInside(argument) > MOST_STEPS
}

/** Those of subqueries inside of others, at each step of these. */
function stepsInside(expression: Expression): number {
  const inside = partsOf(expression).reduce((sum, part) => sum + stepsInside(part), 0)
  return expression.kind === 'subquery' ? stepsOf(expression.rangeMs, expression.stepMs) * (1 + inside) : inside
}

function stepsOf(rangeMs: number, stepMs: number | null): number {
  return Math.floor(rangeMs / (stepMs ?? DEFAULT_SUBQUERY_STEP_MS))
}
