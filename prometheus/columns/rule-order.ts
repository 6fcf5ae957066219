// In which order rules are evaluated where each of them is evaluated over a stretch of time at once: every rule after those
// whose series it reads.

import type { Rule } from '../alerting/rule-file.ts'
import { readsRule } from '../alerting/set-apart/reads-rule.ts'
import { selectorsOf } from './needed-rules.ts'
import { NotInColumnsError } from './not-in-columns.ts'

export interface OrderedRules {
  readonly rules: readonly Rule[]
  /** Those whose series another rule reads. */
  readonly read: ReadonlySet<Rule>
}

/** @throws NotInColumnsError where rules read one another in a circle */
export function ruleOrder(rules: readonly Rule[]): OrderedRules {
  const before = new Map(rules.map((rule) => [rule, writersFor(rule, rules)]))
  const ordered: Rule[] = []
  const left = new Set(rules)
  while (left.size > 0) {
    const ready = [...left].filter((rule) => before.get(rule)?.every((writer) => !left.has(writer)))
    if (ready.length === 0) throw new NotInColumnsError({ kind: 'circle', rules: [...left].map(({ name }) => name) })
    for (const rule of ready) left.delete(rule)
    ordered.push(...ready)
  }
  return { rules: ordered, read: new Set([...before.values()].flat()) }
}

function writersFor(rule: Rule, rules: readonly Rule[]): readonly Rule[] {
  const selectors = selectorsOf(rule)
  return rules.filter((writer) => selectors.some((selector) => readsRule(selector, writer)))
}
