// A burst that raises a rate stays in its window for the whole range, so a condition that holds once holds about that
// long. A shorter `for` filters nothing. That is so where the condition is that something is high:
//   rate(x[5m]) > 1               5m                 rate(x[5m]) < 1, == 0      nothing: a burst ends it
//   rate(a[5m]) / rate(b[1h])     5m, of the part    irate(x[5m])               nothing: it looks at two samples
//   a and b                       the shorter one    a or b                     the longer one

import { type Binary, type Call, type Expression, isComparison } from '../../promql/expression/expression.ts'
import { partsOf } from '../../promql/expression/parts.ts'
import { formatPrometheusSeconds } from '../../promql/prometheus-duration.ts'
import type { Diagnostic, LintedRule } from './linted-rule.ts'
import { rangeOf } from './short-range.ts'

export function shortFor({ rule, expression }: LintedRule): Diagnostic[] {
  if (rule.kind !== 'alerting' || rule.forSeconds === 0) return []
  const heldSeconds = heldBy(expression)
  if (rule.forSeconds >= heldSeconds) return []
  const [held, range] = [formatPrometheusSeconds(rule.forSeconds), formatPrometheusSeconds(heldSeconds)]
  return [
    {
      severity: 'note',
      sentence: `for ${held} is shorter than the range of ${range}: one short burst stays in the window for ${range}, so hardly anything is filtered; take ${range} or more, or a shorter range`,
    },
  ]
}

const HOLD_A_BURST: ReadonlySet<string> = new Set(['rate', 'increase', 'delta'])

/** For how long one burst keeps the condition true; 0 where it does not. Seconds. */
function heldBy(expression: Expression): number {
  switch (expression.kind) {
    case 'binary':
      return heldByBinary(expression)
    case 'call':
      return heldByCall(expression)
    default:
      return Math.max(0, ...partsOf(expression).map(heldBy))
  }
}

function heldByCall(call: Call): number {
  if (HOLD_A_BURST.has(call.name)) return countsTime(call) ? 0 : (rangeOf(call) ?? 0)
  if (call.name.startsWith('absent') || call.name.startsWith('i')) return 0
  return Math.max(0, ...call.arguments.map(heldBy))
}

/** A counter of seconds grows by a second a second and core, so that no short burst raises its rate over minutes. */
function countsTime({ arguments: [range] }: Call): boolean {
  return range?.kind === 'matrixSelector' && /_seconds_total$/.test(range.selector.metric ?? '')
}

function heldByBinary({ operator, left, right }: Binary): number {
  if (operator === 'and') return Math.min(heldBy(left), heldBy(right))
  if (operator === 'unless' || operator === '/') return heldBy(left)
  if (!isComparison(operator)) return Math.max(heldBy(left), heldBy(right))
  if (operator === '>' || operator === '>=') return heldBy(left)
  if (operator === '<' || operator === '<=') return isNumber(left) ? heldBy(right) : 0
  return operator === '!=' ? heldBy(left) : 0
}

/** `5 < rate(x[5m])` says that the rate is high. */
function isNumber(expression: Expression): boolean {
  return expression.kind === 'number' || (partsOf(expression).length > 0 && partsOf(expression).every(isNumber))
}
