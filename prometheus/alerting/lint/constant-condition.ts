// Comparisons whose outcome does not depend on the service: a share above 1, a quantile above the largest bound, NaN. A
// quantile's own threshold is looked at in quantile-threshold.ts too, which says more.

import { constantValue } from '../../promql/evaluate/constant-value.ts'
import { type Binary, type Expression, withoutParentheses } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { partsOf } from '../../promql/expression/parts.ts'
import { expressionType } from '../../promql/expression/value-type.ts'
import { isCertain, isImpossible, neverReturns } from '../../promql/reach/never-returns.ts'
import { isEmpty, type Known, type ValueRange, valueRange } from '../../promql/reach/value-range.ts'
import { allParts, type Diagnostic, isEstimate, knownOf, type LintedRule, neverHappens } from './linted-rule.ts'
import { comparisonsBeyondBounds } from './quantile-threshold.ts'

export function constantCondition(linted: LintedRule): Diagnostic[] {
  const { expression } = linted
  const known = knownOf(linted)
  const explained = new Set<Expression>(comparisonsBeyondBounds(linted))
  const isNever = neverReturns(expression, known)
  const parts = allParts(expression)
  const neverHold = new Set(parts.filter((part) => part.kind === 'binary' && isImpossible(part, known)))
  const around = partsAround(expression, (part) => explained.has(part) || neverHold.has(part))
  const readsNothing = isNever && neverHold.size === 0 && explained.size === 0
  const unrecorded = readsNothing && linted.rule.kind === 'alerting' ? [neverRecorded(linted)] : []
  const found = parts.flatMap((part) => {
    // What follows from a part that never holds is no finding of its own.
    if (part.kind !== 'binary' || explained.has(part) || around.has(part)) return []
    if (neverHold.has(part)) return [impossible(part, linted, { known, isNever })]
    const isWhole = withoutParentheses(expression) === part
    return isCertain(part, known) && isJudgement(part, known) ? [certain(part, known, isWhole)] : []
  })
  return [...unrecorded, ...found]
}

/** Nothing in the condition itself is impossible: the rules are that record what it needs. */
function neverRecorded(linted: LintedRule): Diagnostic {
  return {
    severity: 'error',
    sentence: `${formatExpression(linted.expression)} never returns anything, because what it reads is never recorded: ${neverHappens(linted)}`,
    proof: 'neverReturns',
  }
}

/** The parts with such a one inside of them. */
function partsAround(expression: Expression, isOne: (part: Expression) => boolean): ReadonlySet<Expression> {
  const around = new Set<Expression>()
  const isIn = (part: Expression): boolean => {
    if (partsOf(part).filter(isIn).length > 0) around.add(part)
    return around.has(part) || isOne(part)
  }
  isIn(expression)
  return around
}

function impossible(
  part: Binary,
  linted: LintedRule,
  { known, isNever }: { readonly known: Known; readonly isNever: boolean },
): Diagnostic {
  const consequence = isNever ? `: ${neverHappens(linted)}` : ''
  return {
    severity: 'error',
    sentence: `${formatExpression(part)} can never hold, ${reason(part, known)}${consequence}`,
    ...(isNever && { proof: 'neverReturns' as const }),
  }
}

function certain(part: Binary, known: Known, isWhole: boolean): Diagnostic {
  return {
    severity: 'warning',
    sentence: `${formatExpression(part)} holds whatever the service does, ${reason(part, known)}`,
    ...(isWhole && { proof: 'meaningless' as const }),
  }
}

/** Whether it seems to judge the service: a rule that only checks whether something is counted at all is written on purpose. */
function isJudgement({ left, right }: Binary, known: Known): boolean {
  return [left, right].some((side) => {
    const { lower, upper } = valueRange(side, known)
    const isLimited = Number.isFinite(lower) && Number.isFinite(upper) && lower < upper
    return isLimited && allParts(side).some(isEstimate)
  })
}

function reason(part: Binary, known: Known): string {
  if (part.operator === 'and') return 'because its sides contradict each other'
  const isRight = expressionType(part.left) === 'scalar'
  const [value, limit] = isRight ? [part.right, part.left] : [part.left, part.right]
  const range = valueRange(value, known)
  if (isEmpty(range) || isEmpty(valueRange(limit, known))) return 'because one side is NaN'
  return `because ${named(value)} ${within(range)}${shareMeant(range, constantValue(limit))}`
}

/** The text of a long expression says nothing to a reader. */
function named(value: Expression): string {
  const text = formatExpression(withoutParentheses(value))
  return text.length <= 40 ? text : 'what it compares'
}

function within({ lower, upper }: ValueRange): string {
  if (lower === upper) return `is ${lower}`
  if (!Number.isFinite(upper)) return `is never below ${lower}`
  return Number.isFinite(lower) ? `lies between ${lower} and ${upper}` : `is never above ${upper}`
}

/** A percentage for a share. */
function shareMeant({ lower, upper }: ValueRange, threshold: number | undefined): string {
  const isPercentage = threshold !== undefined && threshold > 1 && threshold <= 100
  if (lower !== 0 || upper !== 1 || !isPercentage) return ''
  return ` (did you mean ${Number((threshold / 100).toPrecision(12))}?)`
}
