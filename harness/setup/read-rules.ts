// The rule file of a scenario. It is read once: what is evaluated, judged and written beside the report is this very text.

import { readFile } from 'node:fs/promises'
import { readFailure } from '../../core/file/read-failure.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { shownPath } from '../../core/text/shown-path.ts'
import { UserError } from '../../core/user-error.ts'
import { checkAlertNames } from '../../prometheus/alerting/against-scenario/check-alert-names.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import type { RuleFile } from '../../prometheus/alerting/rule-file.ts'

/**
 * Null where the scenario names no rule file.
 * @throws UserError where the file has mistakes, or lacks an alert that the scenario expects something of
 */
export async function readRules({ file, alerts, prometheus }: Scenario): Promise<RuleFile | null> {
  const { rulesFile } = prometheus
  const ruleFile =
    rulesFile === null ? null : parseRuleFile(await readRuleText(rulesFile), shownPath(rulesFile, process.cwd()))
  checkAlertNames(
    ruleFile,
    alerts.map(({ alert }) => alert),
    file,
  )
  return ruleFile
}

/** @throws UserError where there is no such file */
export async function readRuleText(rulesFile: string): Promise<string> {
  try {
    return await readFile(rulesFile, 'utf8')
  } catch (cause) {
    throw new UserError(`${rulesFile}: expected a rule file, got ${readFailure(cause)}`, { cause })
  }
}
