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

const readBacks = new WeakMap<readonly RuleGroup[], number>()

/** How far back from its instants any of them reads samples, in seconds. */
export function readBackSecondsOf(groups: readonly RuleGroup[]): number {
  const seconds = readBacks.get(groups) ?? Math.max(0, ...groups.map(longestLookbackOf))
  readBacks.set(groups, seconds)
  return seconds
}

const needed = new WeakMap<RuleFile, readonly RuleGroup[]>()

/** The groups with those rules alone, in the order of the file. Groups without any are left out. */
export function neededGroups(ruleFile: RuleFile): readonly RuleGroup[] {
  const known = needed.get(ruleFile) ?? withNeededRules(ruleFile)
  needed.set(ruleFile, known)
  return known
}

function withNeededRules({ groups }: RuleFile): readonly RuleGroup[] {
  const all = groups.flatMap(({ rules }) => rules)
  const wanted = new Set(all.filter(({ kind }) => kind === 'alerting'))
  for (const rule of wanted)
    for (const selector of selectorsOf(rule))
      for (const other of all) if (other.kind === 'recording' && readsRule(selector, other)) wanted.add(other)
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => wanted.has(rule)) }))
    .filter(({ rules }) => rules.length > 0)
}
