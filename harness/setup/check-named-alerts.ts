// The alerts that flags name must be in the rule files.

import { didYouMean } from '../../core/text/nearest-word.ts'
import { listedUpTo } from '../../core/text/plural.ts'
import { UserError } from '../../core/user-error.ts'
import { everyAlertingRule, type RuleFile } from '../../prometheus/alerting/rule-file.ts'

const MOST_NAMED = 12

/** @throws UserError that names the first alert that is in none of the files, the alerts that there are, and the one that is probably meant */
export function checkNamedAlerts(flag: string, asked: readonly string[], files: readonly RuleFile[]): void {
  const names = [...new Set(files.flatMap((file) => everyAlertingRule(file).map(({ name }) => name)))]
  const unknown = asked.find((name) => !names.includes(name))
  if (unknown === undefined) return
  const place = [...new Set(files.map(({ file }) => file))].join(', ')
  throw new UserError(
    `${flag}: expected the name of an alert of ${place}, got ${unknown}${didYouMean(unknown, names)}; there are: ${listedUpTo(MOST_NAMED, names)}`,
  )
}
