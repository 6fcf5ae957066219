import { DEFAULT_DIALECT } from '../dialect.ts'
import type { Expression } from '../expression/expression.ts'
import { partsOf } from '../expression/parts.ts'
import { expressionType } from '../expression/value-type.ts'
import { evaluate } from './evaluate.ts'

/** The value of a scalar that depends on neither samples nor time. */
export function constantValue(expression: Expression): number | undefined {
  if (expressionType(expression) !== 'scalar' || containsCall(expression)) return undefined
  const result = evaluate(expression, { select: () => [] }, 0, DEFAULT_DIALECT)
  return result.type === 'scalar' ? result.value : undefined
}

function containsCall(expression: Expression): boolean {
  return (expression.kind === 'call' && expression.name !== 'pi') || partsOf(expression).some(containsCall)
}
