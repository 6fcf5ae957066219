// What records the series of a name, where one rule alone does: which of several a selector reads depends on its labels.

import type { Expression } from '../../promql/expression/expression.ts'
import { selectionsOf } from '../../promql/expression/parts.ts'
import { METRIC_NAME } from '../../series/series.ts'
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
  const known = new Map([...records].flatMap(([name, expression]) => (expression === null ? [] : [[name, expression]])))
  return withoutDeepest(known)
}

/** Whoever looks through records calls itself once for each; those that people write stand a dozen deep. */
const DEEPEST = 100

/** Without records that read others through more of them, or in a circle: what they are is not known, as of names of several. */
function withoutDeepest(records: ReadonlyMap<string, Expression>): ReadonlyMap<string, Expression> {
  const left = new Map(Array.from(records, ([name, expression]) => [name, othersRead(name, expression, records)]))
  for (let depth = 0; depth < DEEPEST && left.size > 0; depth++) {
    const found = [...left].filter(([, others]) => others.every((other) => !left.has(other)))
    for (const [name] of found) left.delete(name)
  }
  return left.size === 0 ? records : new Map([...records].filter(([name]) => !left.has(name)))
}

function othersRead(name: string, expression: Expression, records: ReadonlyMap<string, Expression>): readonly string[] {
  const names = selectionsOf(expression).flatMap(({ selector: { metric, matchers } }) =>
    metric === null ? matchers.filter(({ label }) => label === METRIC_NAME).map(({ value }) => value) : [metric],
  )
  return [...new Set(names)].filter((other) => other !== name && records.has(other))
}
