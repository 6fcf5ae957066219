// A rule file with some of its alerts alone. Recording rules stay: the alerts may read what they record.

import type { Rule, RuleFile } from '../rule-file.ts'

/** @param names empty for all alerts */
export function onlyAlerts(ruleFile: RuleFile, names: readonly string[]): RuleFile {
  if (names.length === 0) return ruleFile
  const isKept = (rule: Rule) => rule.kind === 'recording' || names.includes(rule.name)
  const groups = ruleFile.groups.map((group) => {
    const { unsupported, ...rest } = group
    const kept = unsupported?.filter(({ rule }) => isKept(rule)) ?? []
    return { ...rest, rules: group.rules.filter(isKept), ...(kept.length === 0 ? {} : { unsupported: kept }) }
  })
  return { ...ruleFile, groups }
}
