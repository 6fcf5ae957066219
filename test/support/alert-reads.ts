// What the alerts of a file of rules read.

import { type AlertReads, readsOf } from '../../harness/drill/model/rule-reads.ts'
import { parseRuleFile } from '../../prometheus/alerting/parse-rule-file.ts'
import { alertingRules, type RuleFile } from '../../prometheus/alerting/rule-file.ts'

export interface ReadRules {
  readonly file: RuleFile
  /** Of its alerts, in their order. */
  readonly reads: readonly AlertReads[]
}

/** @param rules as a file has them, all in one group; an expression alone is an alert, named A and its place: A0 is the first */
export function alertReads(rules: readonly (string | object)[]): ReadRules {
  const written = rules.map((rule, i) => (typeof rule === 'string' ? { alert: `A${i}`, expr: rule } : rule))
  const file = parseRuleFile(JSON.stringify({ groups: [{ name: 'g', rules: written }] }), 'rules.yml')
  return { file, reads: alertingRules(file).map((rule) => readsOf(rule, file)) }
}
