// When an expression can return something at the earliest, by the samples that there are. A run of a minute has a rule with a
// subquery over thirty days evaluate it for that minute, and not for 43,200.

import { ALWAYS_RETURN } from '../../expression/absence-functions.ts'
import type { Expression } from '../../expression/expression.ts'
import { partsOf } from '../../expression/parts.ts'
import { type Instant, selectSeries } from '../select-samples.ts'

/** Milliseconds since the Unix epoch; minus infinity where it does not depend on samples alone. */
export function earliestResultMs(expression: Expression, instant: Instant): number {
  switch (expression.kind) {
    case 'vectorSelector': {
      if (expression.at !== null) return Number.NEGATIVE_INFINITY
      const firsts = selectSeries(expression, instant).map(({ samples }) => samples[0]?.timestampMs ?? Infinity)
      return firsts.reduce((least, first) => Math.min(least, first), Infinity) + expression.offsetMs
    }
    case 'matrixSelector':
      return earliestResultMs(expression.selector, instant)
    case 'subquery':
      if (expression.at !== null) return Number.NEGATIVE_INFINITY
      return earliestResultMs(expression.operand, instant) + expression.offsetMs
    case 'call':
      if (ALWAYS_RETURN.has(expression.name) || expression.arguments.length === 0) return Number.NEGATIVE_INFINITY
  }
  return Math.min(...partsOf(expression).map((part) => earliestResultMs(part, instant)))
}
