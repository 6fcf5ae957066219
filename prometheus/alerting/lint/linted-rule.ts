// One rule as the checks see it, and the diagnostics that they return.

import type { RuleFinding } from '../../../core/run/rule-finding.ts'
import type { Expression, VectorSelector } from '../../promql/expression/expression.ts'
import { partsOf } from '../../promql/expression/parts.ts'
import { neverReturns } from '../../promql/reach/never-returns.ts'
import type { Known } from '../../promql/reach/value-range.ts'
import type { Labels } from '../../series/series.ts'
import type { NotEvaluated, Rule } from '../rule-file.ts'

/** What is known about the target. A check that needs what is absent is skipped. */
export interface LintContext {
  readonly scrapeIntervalSeconds: number
  /** Whether nobody said so, so that nothing certain follows from it. */
  readonly scrapeIntervalAssumed?: boolean
  /** The one histogram that it was measured on: other jobs may have others. Absent where it holds for all series. */
  readonly scrapeIntervalMeasuredOn?: string
  /** Of groups that state no interval of their own. */
  readonly evaluationIntervalSeconds?: number
  /** How long the Prometheus keeps samples. */
  readonly retentionSeconds?: number
  /** The finite bounds of histograms, by name without `_bucket`; ascending. */
  readonly bounds?: ReadonlyMap<string, readonly number[]>
  /** Every series of the target, with its labels as stored. */
  readonly series?: readonly Labels[]
  /** Whether a Prometheus has scraped them, which may scrape native histograms. */
  readonly scrapedByServer?: boolean
  /** Whether no request was answered yet, so that series may still come. */
  readonly beforeTraffic?: boolean
  /** Whether a real Prometheus evaluates the rules, whose PromQL knows no limits. */
  readonly allOfPromql?: boolean
  /** Whether somebody else says why a selector finds nothing. */
  readonly isExplained?: (selector: VectorSelector) => boolean
}

export interface Diagnostic {
  /**
   * `error`: the rule can never work as intended. `warning`: it may do something other than it seems to. `note`: it does
   * what it says, which matters only where it fired.
   */
  readonly severity: RuleFinding['severity']
  readonly sentence: string
  /** What it says of the alert's state: it never changes, or it has nothing to do with the service. */
  readonly proof?: 'neverReturns' | 'meaningless'
}

export interface LintedRule extends LintContext {
  /** Whether it is a query of a dashboard, which stands here as a recording rule. */
  readonly isPanel?: boolean
  readonly rule: Rule
  readonly expression: Expression
  /** Null where the global interval applies. */
  readonly groupIntervalSeconds: number | null
  /** Why it is not evaluated here; null where it is. */
  readonly notEvaluated: NotEvaluated | null
  /** The names of the series that the file's rules record. */
  readonly recorded: readonly string[]
  /** What records each of them, where one rule alone does and it can be read. */
  readonly records: ReadonlyMap<string, Expression>
  /** Where the rules stand that record them: `line 4`, or `records.yml:4` where there are several files. */
  readonly recordPlaces: ReadonlyMap<string, string>
}

/** The same for all rules of a file, which have the same records: what follows from it is remembered with it. */
export function knownOf({ bounds, records }: LintedRule): Known {
  const before = knownWith.get(records)
  if (before && before.bounds === bounds) return before
  const known = { ...(bounds && { bounds }), recorded: records }
  knownWith.set(records, known)
  return known
}

const knownWith = new WeakMap<LintedRule['records'], Known>()

/** The expression and every expression inside it, in the order of the text. */
export function allParts(expression: Expression): readonly Expression[] {
  const parts: Expression[] = []
  const add = (part: Expression) => {
    parts.push(part)
    partsOf(part).forEach(add)
  }
  add(expression)
  return parts
}

/** Whether it estimates something about the service: a quantile, a ratio. */
export function isEstimate(part: Expression): boolean {
  return (
    (part.kind === 'binary' && part.operator === '/') || (part.kind === 'call' && part.name.startsWith('histogram_'))
  )
}

/** The consequence where the rule's expression never returns anything. */
export function neverHappens({ rule, isPanel = false }: Pick<LintedRule, 'rule' | 'isPanel'>): string {
  if (isPanel) return 'nothing is ever drawn'
  return rule.kind === 'alerting' ? 'the alert can never fire' : 'nothing is ever recorded'
}

/** The consequence of parts that never return anything; undefined where the rule can do without them. */
export function consequenceOf(linted: LintedRule, isNever: (part: Expression) => boolean): string | undefined {
  return neverReturns(linted.expression, knownOf(linted), isNever) ? neverHappens(linted) : undefined
}

/** The histogram that a metric's name belongs to: without `_bucket`. */
export function histogramOf(metric: string): string {
  return metric.replace(/_bucket$/, '')
}
