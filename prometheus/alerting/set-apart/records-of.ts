// What records the series of a name, where one rule alone does: which of several a selector reads depends on its labels.

import type { Expression } from '../../promql/expression/expression.ts'
import type { Rule } from '../rule-file.ts'

interface ParsedRule {
  readonly rule: Pick<Rule, 'kind' | 'name'>
  /** Null where it cannot be read; it records all the same. */
  readonly expression: Expression | null
}

export function recordsOf(rules: readonly ParsedRule[]): ReadonlyMap<string, Expression> {
  const records = new Map<string, Expression | null>()
  for (const { rule, expression } of rules)
    if (rule.kind === 'recording') records.set(rule.name, records.has(rule.name) ? null : expression)
  return new Map([...records].flatMap(([name, expression]) => (expression === null ? [] : [[name, expression]])))
}
