import type { Expression } from './expression/expression.ts'
import { partsOf } from './expression/parts.ts'

/** The first instant that is written after an `@`, in milliseconds since the Unix epoch; undefined where there is none. */
export function fixedInstant(expression: Expression): number | undefined {
  const read = expression.kind === 'matrixSelector' ? expression.selector : expression
  const inside = partsOf(expression).map(fixedInstant)
  const first = inside.find((instant) => instant !== undefined)
  if (read.kind !== 'vectorSelector' && read.kind !== 'subquery') return first
  return first ?? (typeof read.at === 'number' ? read.at : undefined)
}
