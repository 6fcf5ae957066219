// The rules of a scenario, and all that the scenario says in PromQL's terms, checked before anything is sent. In a module
// of its own because it needs the PromQL parser, which most of the time to load goes to.

import type { Scenario } from '../../core/scenario/scenario.ts'
import { checkEvaluated } from '../../prometheus/alerting/against-scenario/check-evaluated.ts'
import { type RuleFile, unreadParts } from '../../prometheus/alerting/rule-file.ts'
import { checkMatch } from './check-match.ts'
import { checkedExpectations } from './checked-expectations.ts'
import { readRules } from './read-rules.ts'
import type { PrometheusChoice } from './run-options.ts'

export interface CheckedRules {
  readonly rules: RuleFile | null
  /** What the user should know before anything is sent. */
  readonly warnings: readonly string[]
}

/** @throws UserError where a file has mistakes, or no service could meet an expectation */
export async function readCheckedRules(
  scenario: Scenario,
  prometheus: PrometheusChoice,
  cwd: string,
): Promise<CheckedRules> {
  checkMatch(scenario, cwd)
  const rules = await readRules(scenario)
  if (prometheus.kind === 'embedded')
    checkEvaluated(
      rules,
      scenario.alerts.map(({ alert }) => alert),
    )
  const unread = rules === null ? [] : unreadParts(rules)
  return { rules, warnings: [...unread, ...checkedExpectations(scenario, rules, cwd)] }
}
