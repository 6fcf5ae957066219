// The rules of a scenario. They are read once: what is evaluated, judged and written beside the report is this very text.

import type { Scenario } from '../../core/scenario/scenario.ts'
import { checkAlertNames } from '../../prometheus/alerting/against-scenario/check-alert-names.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'
import { readRunRules } from './read-joined-rules.ts'

/**
 * Null where the scenario names no rules.
 * @throws UserError where a file has mistakes, or none has an alert that the scenario expects something of
 */
export async function readRules({ file, alerts, prometheus }: Scenario): Promise<RuleFile | null> {
  const { rulesFile } = prometheus
  const ruleFile = rulesFile === null ? null : await readRunRules([rulesFile].flat(), process.cwd())
  checkAlertNames(
    ruleFile,
    alerts.map(({ alert }) => alert),
    file,
  )
  return ruleFile
}
