// Why the condition of an alert can never hold, whatever is recorded: a share that is compared with a percentage, for example.

import { lintRules } from '../lint/lint-rules.ts'
import type { Rule, RuleFile } from '../rule-file.ts'

/** The sentence of each rule of which that is known. */
export function neverHolds(ruleFile: RuleFile): (rule: Rule) => string | undefined {
  // Nothing follows from an interval that nobody stated.
  const found = lintRules(ruleFile, { scrapeIntervalSeconds: 1, scrapeIntervalAssumed: true })
  const proven = found.filter(({ proof }) => proof === 'neverReturns')
  return (rule) => proven.find(({ line, rule: name }) => line === rule.line && name === rule.name)?.sentence
}
