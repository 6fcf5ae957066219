// One rule as the checks see it, and what they say of it.

import type { Expression } from '../../promql/expression/expression.ts'
import { partsOf } from '../../promql/expression/parts.ts'
import type { Rule } from '../rule-file.ts'
import type { LintContext } from './lint-rules.ts'

export interface Diagnostic {
  /** `error`: it can never do what it is for. `warning`: it does something else than it seems to. */
  readonly severity: 'error' | 'warning'
  readonly sentence: string
}

export interface LintedRule extends LintContext {
  readonly rule: Rule
  readonly expression: Expression
  /** The names of the series that the file's rules make. */
  readonly made: readonly string[]
}

/** Every expression in it, itself among them, in the order of the text. */
export function allParts(expression: Expression): readonly Expression[] {
  return [expression, ...partsOf(expression).flatMap(allParts)]
}

/** What comes of a rule whose expression never returns anything. */
export function neverHappens({ kind }: Rule): string {
  return kind === 'alerting' ? 'the alert can never fire' : 'nothing is ever recorded'
}

/** The histogram that a metric's name belongs to: without `_bucket`. */
export function histogramOf(metric: string): string {
  return metric.replace(/_bucket$/, '')
}
