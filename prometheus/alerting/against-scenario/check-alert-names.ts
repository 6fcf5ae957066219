// The alerts that a scenario expects something of must be in its rule file.

import { didYouMean } from '../../../core/text/nearest-word.ts'
import { UserError } from '../../../core/user-error.ts'
import { everyAlertingRule, type RuleFile } from '../rule-file.ts'

/**
 * @param alerts the names under `alerts` of the scenario
 * @param scenarioFile for the message
 * @throws UserError that names the first alert without a rule, the alerts that there are, and the one that is probably meant
 */
export function checkAlertNames(ruleFile: RuleFile | null, alerts: readonly string[], scenarioFile: string): void {
  const known = ruleFile ? everyAlertingRule(ruleFile).map(({ name }) => name) : []
  const unknown = alerts.find((name) => !known.includes(name))
  if (unknown === undefined) return
  const rules = `${ruleFile?.file ?? 'a rule file'} (${known.join(', ') || 'it has none'})`
  throw new UserError(
    `${scenarioFile} alerts.${unknown}: expected an alert of ${rules}, got ${unknown}${didYouMean(unknown, known)}`,
  )
}
