// An alert is active for whatever its expression returns, 0 and false included: one that estimates something and compares
// it with nothing, or with `bool`, is active as soon as there is data.

import { type Expression, isArithmetic, isComparison } from '../../promql/expression/expression.ts'
import { partsOf } from '../../promql/expression/parts.ts'
import { allParts, type Diagnostic, isEstimate, type LintedRule } from './linted-rule.ts'

export function unfilteredCondition(linted: LintedRule): Diagnostic[] {
  const { rule, expression } = linted
  if (rule.kind !== 'alerting' || !returnsAllThereIs(expression, linted.records)) return []
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

/**
 * Whether no comparison and no set operation takes out what its operands return.
 * @param judged the records that were looked at; inside of itself, a record takes out nothing more
 */
function returnsAllThereIs(
  expression: Expression,
  records: LintedRule['records'],
  judged = new Map<string, boolean>(),
): boolean {
  if (expression.kind === 'vectorSelector') {
    const name = expression.metric ?? ''
    const record = records.get(name)
    if (!record) return true
    if (!judged.has(name)) {
      judged.set(name, true)
      judged.set(name, returnsAllThereIs(record, records, judged))
    }
    return judged.get(name) === true
  }
  if (expression.kind === 'call' && expression.name.startsWith('absent')) return false
  if (expression.kind === 'aggregation' && ['topk', 'bottomk'].includes(expression.operator)) return false
  if (expression.kind === 'binary') {
    const { operator, returnsBool } = expression
    if (!isArithmetic(operator) && !(isComparison(operator) && returnsBool)) return false
  }
  return partsOf(expression).every((part) => returnsAllThereIs(part, records, judged))
}
