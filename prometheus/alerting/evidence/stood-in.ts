// What a constant stands for where there is none of it: `sum(rate(errors_total[5m])) or vector(0)`. The condition has data
// whatever becomes of it, so that a selector which can never find anything is told by nothing else.

import { constantValue } from '../../promql/evaluate/constant-value.ts'
import { type Expression, withoutParentheses } from '../../promql/expression/expression.ts'
import { partsOf, selectionsOf } from '../../promql/expression/parts.ts'
import type { Recording } from './recording.ts'
import { isAbsence } from './without-filters.ts'

/** The sides of `or` for which a constant stands in, in a condition and in what records the series that it reads. */
export function stoodIn(condition: Expression, recordings: readonly Recording[]): readonly Expression[] {
  const read = new Set([condition])
  for (const expression of read) for (const recorded of recordsOf(expression, recordings)) read.add(recorded)
  return [...read].flatMap(sidesIn)
}

function recordsOf(expression: Expression, recordings: readonly Recording[]): readonly Expression[] {
  const metrics = selectionsOf(expression).map(({ selector }) => selector.metric)
  return recordings.filter(({ name }) => metrics.includes(name)).map((recording) => recording.expression)
}

function sidesIn(expression: Expression): readonly Expression[] {
  const within = partsOf(expression).flatMap(sidesIn)
  if (expression.kind !== 'binary' || expression.operator !== 'or') return within
  const { left, right } = expression
  return [...within, ...(isConstant(right) ? [left] : []), ...(isConstant(left) ? [right] : [])]
}

/** Whether no sample changes its value: `vector(0)`, `absent(x) * 0`, `0 * x`. */
function isConstant(expression: Expression): boolean {
  if (isAbsence(expression)) return true
  if (expression.kind === 'vectorSelector' || expression.kind === 'matrixSelector') return false
  const parts = partsOf(expression)
  const isZero = (part: Expression) => constantValue(withoutParentheses(part)) === 0
  if (expression.kind === 'binary' && expression.operator === '*' && parts.some(isZero)) return true
  return parts.every(isConstant)
}
