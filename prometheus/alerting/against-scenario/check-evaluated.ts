// The embedded evaluator knows a part of PromQL, and a simulation a part of the series. The alerts that a scenario names must be in it, with all that they read;
// others need not.

import { UserError } from '../../../core/user-error.ts'
import { isEvaluatedInRun, type RuleFile } from '../rule-file.ts'

/**
 * @param alerts the names under `alerts` of the scenario
 * @throws UserError that names those of these alerts that are not evaluated here, and why
 */
export function checkEvaluated(ruleFile: RuleFile | null, alerts: readonly string[]): void {
  const missing = (ruleFile?.groups ?? [])
    .flatMap(({ unsupported = [], file = ruleFile?.file }) => unsupported.map((apart) => ({ ...apart, file })))
    .filter(({ rule: { kind, name } }) => kind === 'alerting' && alerts.includes(name))
  if (missing.length === 0) return
  const sentences = missing.map(
    ({ rule: { line, name }, problem, reason, file }) =>
      `${file}:${line} ${name}: expected an alert that ${isEvaluatedInRun(reason) ? IN_A_RUN(problem) : WITH_A_PROMETHEUS(problem)}`,
  )
  throw new UserError(sentences.join('\n'))
}

const IN_A_RUN = (problem: string) =>
  `can be simulated, got one that cannot: ${problem}; a run of the scenario judges it`

const WITH_A_PROMETHEUS = (problem: string) =>
  `the embedded evaluator can judge, got one that is not evaluated: ${problem}; --prometheus local or a URL judges it`
