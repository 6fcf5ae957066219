// The rule file of a scenario. It is read once: what is evaluated, judged and written beside the report is this very text.

import { readFile } from 'node:fs/promises'
import type { Scenario } from '../core/scenario/scenario.ts'
import { didYouMean } from '../core/text/nearest-word.ts'
import { UserError } from '../core/user-error.ts'
import { alertingRules, parseRuleFile, type RuleFile } from '../prometheus/alerting/rule-file.ts'

/**
 * Null where the scenario names no rule file.
 * @throws UserError where the file has mistakes, or lacks an alert that the scenario expects something of
 */
export async function readRules(scenario: Scenario): Promise<RuleFile | null> {
  const { rulesFile } = scenario.prometheus
  if (rulesFile === null) return null
  const ruleFile = parseRuleFile(await readFile(rulesFile, 'utf8'), rulesFile)
  const known = alertingRules(ruleFile).map(({ name }) => name)
  for (const { alert } of scenario.alerts)
    if (!known.includes(alert))
      throw new UserError(
        `${scenario.file} alerts.${alert}: expected an alert of ${rulesFile} (${known.join(', ') || 'it has none'}), got ${alert}${didYouMean(alert, known)}`,
      )
  return ruleFile
}
