// A rule file with some of its alerts alone, and those whose ALERTS they read, themselves or through other rules. Recording
// rules stay: the alerts may read what they record.

import { selectionsOf } from '../../promql/expression/parts.ts'
import { parsedExpression } from '../parsed-expression.ts'
import { everyRule, type Rule, type RuleFile } from '../rule-file.ts'
import { readsRule } from '../set-apart/reads-rule.ts'

/** @param names empty for all alerts */
export function onlyAlerts(ruleFile: RuleFile, names: readonly string[]): RuleFile {
  if (names.length === 0) return ruleFile
  const behind = rulesBehind(ruleFile.groups.flatMap(everyRule), names)
  const isKept = (rule: Rule) => rule.kind === 'recording' || behind.has(rule)
  const groups = ruleFile.groups.map((group) => {
    const { unsupported = [], ...rest } = group
    const places = everyRule(group).filter(isKept)
    const kept = unsupported.filter(({ rule }) => isKept(rule))
    const placed = kept.map((each) => ({ ...each, index: places.indexOf(each.rule) }))
    return { ...rest, rules: group.rules.filter(isKept), ...(placed.length === 0 ? {} : { unsupported: placed }) }
  })
  return { ...ruleFile, groups }
}

/** The alerts of these names, and all rules whose series they read. */
function rulesBehind(rules: readonly Rule[], names: readonly string[]): ReadonlySet<Rule> {
  const behind = new Set(rules.filter(({ kind, name }) => kind === 'alerting' && names.includes(name)))
  for (const { expression } of behind) {
    const parsed = parsedExpression(expression)
    const selectors = parsed === null ? [] : selectionsOf(parsed).map(({ selector }) => selector)
    for (const rule of rules) if (selectors.some((selector) => readsRule(selector, rule))) behind.add(rule)
  }
  return behind
}
