// The rules of a file that its alerts need: the alerting rules, and the recording rules whose series they read, themselves or
// through others.

import type { Rule, RuleFile, RuleGroup } from '../alerting/rule-file.ts'
import { readsRule } from '../alerting/set-apart/reads-rule.ts'
import type { VectorSelector } from '../promql/expression/expression.ts'
import { selectionsOf } from '../promql/expression/parts.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'

const selectorsByRule = new WeakMap<Rule, readonly VectorSelector[]>()

/** What a rule's expression selects, parsed once. */
export function selectorsOf(rule: Rule): readonly VectorSelector[] {
  const known = selectorsByRule.get(rule)
  if (known) return known
  const selectors = selectionsOf(parseExpression(rule.expression)).map(({ selector }) => selector)
  selectorsByRule.set(rule, selectors)
  return selectors
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
