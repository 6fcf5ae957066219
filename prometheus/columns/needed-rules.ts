// The rules of a file that its alerts need: the alerting rules, and the recording rules whose series they read, themselves or
// through others.

import { lookbackSeconds } from '../alerting/lookback.ts'
import type { Rule, RuleFile, RuleGroup } from '../alerting/rule-file.ts'
import { readsRule } from '../alerting/set-apart/reads-rule.ts'
import type { Expression, VectorSelector } from '../promql/expression/expression.ts'
import { selectionsOf } from '../promql/expression/parts.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'

const expressions = new WeakMap<Rule, Expression>()

/** Parsed once: the rules of a file are evaluated for one seed after another. */
export function expressionOf(rule: Rule): Expression {
  const known = expressions.get(rule) ?? parseExpression(rule.expression)
  expressions.set(rule, known)
  return known
}

export function selectorsOf(rule: Rule): readonly VectorSelector[] {
  return selectionsOf(expressionOf(rule)).map(({ selector }) => selector)
}

/** How far back a group's rules read, in seconds. */
export function longestLookbackOf({ rules, queryOffsetSeconds }: RuleGroup): number {
  return Math.max(0, ...rules.map((rule) => lookbackSeconds(expressionOf(rule)) + queryOffsetSeconds))
}

/** How far back from its instants any of them reads samples, in seconds. */
export function readBackSecondsOf(groups: readonly RuleGroup[]): number {
  return Math.max(0, ...groups.map(longestLookbackOf))
}

/** The groups with those rules alone, in the order of the file. Groups without any are left out. */
export function neededGroups({ groups }: RuleFile): readonly RuleGroup[] {
  const all = groups.flatMap(({ rules }) => rules)
  const needed = new Set(all.filter(({ kind }) => kind === 'alerting'))
  for (const rule of needed)
    for (const selector of selectorsOf(rule))
      for (const other of all) if (other.kind === 'recording' && readsRule(selector, other)) needed.add(other)
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => needed.has(rule)) }))
    .filter(({ rules }) => rules.length > 0)
}
