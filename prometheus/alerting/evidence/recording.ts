// A recording rule, parsed: where a recorded series is not there, what would have been recorded is looked at.

import type { Expression } from '../../promql/expression/expression.ts'
import type { Labels } from '../../series/series.ts'
import type { Rule } from '../rule-file.ts'

export interface Recording {
  readonly name: string
  readonly labels: Labels
  readonly expression: Expression
}

/** Those that record, of rules with their parsed expressions. */
export function recordingsAmong(
  rules: readonly { readonly rule: Rule; readonly expression: Expression }[],
): readonly Recording[] {
  return rules.flatMap(({ rule, expression }) =>
    rule.kind === 'recording' ? [{ name: rule.name, labels: rule.labels, expression }] : [],
  )
}
