// The embedded evaluator knows a part of PromQL. The alerts that a scenario names must be in it, with all that they read;
// others need not.

import { UserError } from '../../../core/user-error.ts'
import type { RuleFile } from '../rule-file.ts'

/**
 * @param alerts the names under `alerts` of the scenario
 * @throws UserError that names those of these alerts that are not evaluated here, and why
 */
export function checkEvaluated(ruleFile: RuleFile | null, alerts: readonly string[]): void {
  const missing = (ruleFile?.groups ?? [])
    .flatMap((group) => group.unsupported ?? [])
    .filter(({ rule: { kind, name } }) => kind === 'alerting' && alerts.includes(name))
  if (missing.length === 0) return
  const sentences = missing.map(
    ({ rule: { line, name }, problem }) =>
      `${ruleFile?.file}:${line} ${name}: expected an alert that the embedded evaluator can judge, got one that is not evaluated: ${problem}; --prometheus local or a URL judges it`,
  )
  throw new UserError(sentences.join('\n'))
}
