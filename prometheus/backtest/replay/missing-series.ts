// The selectors that have nothing, in the whole time or at an instant, and without which a condition cannot hold.
//
//   a selector                             itself, or what the rules need that write its series
//   a or b                                 those of both sides, where both need some
//   a unless b                             those of a
//   absent(…), vector(…), numbers          none
//   all else                               those of all its parts

import type { Rule } from '../../alerting/rule-file.ts'
import { ALWAYS_RETURN } from '../../promql/expression/absence-functions.ts'
import type { Expression, VectorSelector } from '../../promql/expression/expression.ts'
import { partsOf } from '../../promql/expression/parts.ts'
import { seriesText } from '../record/recorded-data.ts'
import type { RuleSet } from './rule-set.ts'

/** Empty where the condition may hold. */
export function missingFor(rule: Rule, rules: RuleSet, has: (selector: VectorSelector) => boolean): readonly string[] {
  return [...new Set(ofRule(rule, { rules, has, isEnough: 'a side', above: new Set() }))]
}

/** Those among them, and those of a side of an `or` whose other side has data: what it may have fired on is not seen. */
export function missingSides(
  rule: Rule,
  rules: RuleSet,
  has: (selector: VectorSelector) => boolean,
): readonly string[] {
  return [...new Set(ofRule(rule, { rules, has, isEnough: 'both sides', above: new Set() }))]
}

interface Context {
  readonly rules: RuleSet
  readonly has: (selector: VectorSelector) => boolean
  /** Of an `or`, for there to be data. */
  readonly isEnough: 'a side' | 'both sides'
  readonly above: ReadonlySet<Rule>
}

function ofRule(rule: Rule, context: Context): readonly string[] {
  const expression = context.rules.expressionOf(rule)
  if (!expression || context.above.has(rule)) return []
  return missingIn(expression, { ...context, above: new Set([...context.above, rule]) })
}

function missingIn(expression: Expression, context: Context): readonly string[] {
  switch (expression.kind) {
    case 'vectorSelector':
      return missingSelector(expression, context)
    case 'matrixSelector':
      return missingSelector(expression.selector, context)
    case 'call':
      return ALWAYS_RETURN.has(expression.name) ? [] : expression.arguments.flatMap((each) => missingIn(each, context))
    case 'binary': {
      const [left, right] = [missingIn(expression.left, context), missingIn(expression.right, context)]
      if (expression.operator === 'unless') return left
      const isEnough = context.isEnough === 'a side' && (left.length === 0 || right.length === 0)
      if (expression.operator === 'or' && isEnough) return []
      return [...left, ...right]
    }
    default:
      return partsOf(expression).flatMap((part) => missingIn(part, context))
  }
}

function missingSelector(selector: VectorSelector, context: Context): readonly string[] {
  if (context.has(selector)) return []
  const writers = context.rules.writersOf(selector)
  if (writers.length === 0) return [seriesText(selector)]
  const behind = writers.map((writer) => ofRule(writer, context))
  return behind.every((missing) => missing.length > 0) ? behind.flat() : []
}
