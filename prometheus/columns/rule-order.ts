// In which order rules are evaluated where each of them is evaluated over a stretch of time at once: every rule after those
// whose series it reads. Worked out once for the groups of a file, which are evaluated again and again.

import type { Rule, RuleGroup } from '../alerting/rule-file.ts'
import { readsRule } from '../alerting/set-apart/reads-rule.ts'
import { selectorsOf } from './needed-rules.ts'
import { NotInColumnsError } from './not-in-columns.ts'
import { ScrapedAlone } from './scraped-alone.ts'

export interface OrderedRules {
  /** In the order of the file. */
  readonly ofFile: readonly Rule[]
  /** Each after those whose series it reads. */
  readonly rules: readonly Rule[]
  /** Those whose series another rule reads. */
  readonly read: ReadonlySet<Rule>
  readonly scrapedAlone: ScrapedAlone
}

const orders = new WeakMap<readonly RuleGroup[], OrderedRules>()

/** @throws NotInColumnsError where rules read one another in a circle */
export function ruleOrder(groups: readonly RuleGroup[]): OrderedRules {
  const order = orders.get(groups) ?? ordered(groups.flatMap(({ rules }) => rules))
  orders.set(groups, order)
  return order
}

function ordered(rules: readonly Rule[]): OrderedRules {
  const before = new Map(rules.map((rule) => [rule, writersFor(rule, rules)]))
  const inOrder: Rule[] = []
  const left = new Set(rules)
  while (left.size > 0) {
    const ready = [...left].filter((rule) => before.get(rule)?.every((writer) => !left.has(writer)))
    if (ready.length === 0) throw new NotInColumnsError({ kind: 'circle', rules: [...left].map(({ name }) => name) })
    for (const rule of ready) left.delete(rule)
    inOrder.push(...ready)
  }
  return {
    ofFile: rules,
    rules: inOrder,
    read: new Set([...before.values()].flat()),
    scrapedAlone: new ScrapedAlone(rules),
  }
}

function writersFor(rule: Rule, rules: readonly Rule[]): readonly Rule[] {
  const selectors = selectorsOf(rule)
  return rules.filter((writer) => selectors.some((selector) => readsRule(selector, writer)))
}
