// The embedded evaluator knows a part of PromQL. The rules of the alerts that a scenario names must be in it; others need not.

import { UserError } from '../../../core/user-error.ts'
import { selectionsOf } from '../../promql/expression/parts.ts'
import { parsedExpression } from '../parsed-expression.ts'
import { everyRule, type Rule, type RuleFile, type UnsupportedRule } from '../rule-file.ts'

/**
 * @param alerts the names under `alerts` of the scenario
 * @throws UserError that names the rules which are not evaluated here, of these alerts and of what they read
 */
export function checkEvaluated(ruleFile: RuleFile | null, alerts: readonly string[]): void {
  if (ruleFile === null) return
  const unsupported = ruleFile.groups.flatMap((group) => group.unsupported ?? [])
  const needed = neededRules(ruleFile, alerts)
  const missing = unsupported.filter(({ rule }) => needed.has(rule))
  if (missing.length > 0) throw new UserError(missing.map((one) => sentence(ruleFile, one)).join('\n'))
}

function sentence({ file }: RuleFile, { rule: { line, name }, problem }: UnsupportedRule): string {
  return `${file}:${line} ${name}: expected PromQL that the embedded evaluator knows, got an expression that fails at ${problem} (--prometheus local evaluates all of PromQL)`
}

/** The alerts, and the rules that record what they read, directly or through other rules. */
function neededRules({ groups }: RuleFile, alerts: readonly string[]): ReadonlySet<Rule> {
  const rules = groups.flatMap(everyRule)
  const needed = new Set(rules.filter(({ kind, name }) => kind === 'alerting' && alerts.includes(name)))
  for (const { expression } of needed) {
    const parsed = parsedExpression(expression)
    const read = parsed === null ? [] : selectionsOf(parsed).map(({ selector }) => selector.metric)
    for (const rule of rules) if (rule.kind === 'recording' && read.includes(rule.name)) needed.add(rule)
  }
  return needed
}
