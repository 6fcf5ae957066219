// One rule as the checks see it, and the diagnostics that they return.

import type { Expression } from '../../promql/expression/expression.ts'
import { partsOf } from '../../promql/expression/parts.ts'
import type { Labels } from '../../series/series.ts'
import type { Rule } from '../rule-file.ts'

/** What is known about the target. A check that needs what is absent is skipped. */
export interface LintContext {
  readonly scrapeIntervalSeconds: number
  /** The finite bounds of histograms, by name without `_bucket`; ascending. */
  readonly bounds?: ReadonlyMap<string, readonly number[]>
  /** Every series of the target, with its labels as stored. */
  readonly series?: readonly Labels[]
}

export interface Diagnostic {
  /** `error`: the rule can never work as intended. `warning`: it may do something other than it seems to. */
  readonly severity: 'error' | 'warning'
  readonly sentence: string
  /** The alert can never fire, however slow the service is; its silence proves nothing. */
  readonly impossible?: true
}

export interface LintedRule extends LintContext {
  readonly rule: Rule
  readonly expression: Expression
  /** The names of the series that the file's rules record. */
  readonly recorded: readonly string[]
}

/** The expression and every expression inside it, in the order of the text. */
export function allParts(expression: Expression): readonly Expression[] {
  return [expression, ...partsOf(expression).flatMap(allParts)]
}

/** The consequence where the rule's expression never returns anything. */
export function neverHappens({ kind }: Rule): string {
  return kind === 'alerting' ? 'the alert can never fire' : 'nothing is ever recorded'
}

/** The histogram that a metric's name belongs to: without `_bucket`. */
export function histogramOf(metric: string): string {
  return metric.replace(/_bucket$/, '')
}
