// Why the condition of an alert can never hold, whatever is recorded: a share that is compared with a percentage, for example.

import { lintRules } from '../lint/lint-rules.ts'
import { everyRule, type Rule, type RuleFile } from '../rule-file.ts'

/** The sentence of each rule of which that is known. */
export function neverHolds(ruleFile: RuleFile): (rule: Rule) => string | undefined {
  // Nothing follows from an interval that nobody stated.
  const found = lintRules(ruleFile, { scrapeIntervalSeconds: 1, scrapeIntervalAssumed: true })
  const proven = found.filter(({ proof }) => proof === 'neverReturns')
  return (rule) => {
    // Files that were joined may have a rule of one name at the same line; one that was varied is in none of their groups.
    const { file = null } = ruleFile.groups.find((group) => everyRule(group).includes(rule)) ?? {}
    const isOf = (one: (typeof proven)[number]) => one.line === rule.line && one.rule === rule.name
    return proven.find((one) => isOf(one) && (file === null || one.file === file))?.sentence
  }
}
