// An alert is active for whatever its expression returns, 0 and false included: one that estimates something and compares
// it with nothing, or with `bool`, is active as soon as there is data.

import { type Expression, isArithmetic, isComparison } from '../../promql/expression/expression.ts'
import { partsOf } from '../../promql/expression/parts.ts'
import { insideRecord, type Known } from '../../promql/reach/value-range.ts'
import { allParts, type Diagnostic, isEstimate, knownOf, type LintedRule } from './linted-rule.ts'

export function unfilteredCondition(linted: LintedRule): Diagnostic[] {
  const { rule, expression } = linted
  if (rule.kind !== 'alerting' || !returnsAllThereIs(expression, knownOf(linted))) return []
  const parts = allParts(expression)
  if (parts.some((part) => part.kind === 'binary' && part.returnsBool))
    return [diagnostic('a comparison with bool returns 0 where it does not hold', 'leave out bool')]
  return parts.some(isEstimate) ? [diagnostic('it compares nothing', 'compare it with a threshold')] : []
}

function diagnostic(why: string, remedy: string): Diagnostic {
  return {
    severity: 'warning',
    sentence: `${why}, and any value makes the alert active: it fires as soon as there is data, whatever the service does; ${remedy}`,
    proof: 'meaningless',
  }
}

/** Whether no comparison and no set operation takes out what its operands return. */
function returnsAllThereIs(expression: Expression, known: Known): boolean {
  if (expression.kind === 'vectorSelector') {
    const record = known.recorded.get(expression.metric ?? '')
    return record === undefined || returnsAllThereIs(record, insideRecord(known, expression.metric ?? ''))
  }
  if (expression.kind === 'call' && expression.name.startsWith('absent')) return false
  if (expression.kind === 'aggregation' && ['topk', 'bottomk'].includes(expression.operator)) return false
  if (expression.kind === 'binary') {
    const { operator, returnsBool } = expression
    if (!isArithmetic(operator) && !(isComparison(operator) && returnsBool)) return false
  }
  return partsOf(expression).every((part) => returnsAllThereIs(part, known))
}
