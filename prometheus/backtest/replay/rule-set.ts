// The rules of one file as a back-test evaluates them: which of them the alerts need, what they read from the record, and
// in which of them a value is known within bounds only.

import { type Read, readsOf } from '../../alerting/reads.ts'
import {
  type AlertingRule,
  everyAlertingRule,
  type Rule,
  type RuleFile,
  type RuleGroup,
} from '../../alerting/rule-file.ts'
import { mayWrite, readsRule } from '../../alerting/set-apart/reads-rule.ts'
import type { Expression, VectorSelector } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { partsOf } from '../../promql/expression/parts.ts'
import { parseExpression } from '../../promql/parse/parse-expression.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import { RuleDistances } from './rule-distances.ts'

export interface ReplayedRule {
  readonly rule: Rule
  readonly group: RuleGroup
  readonly expression: Expression
  /** Whether its result is known within bounds only. */
  readonly isBounded: boolean
}

/** What a rule reads, itself or through the rules whose series it reads. */
export interface RecordRead extends Read {
  /** How long before an evaluation of the rule the samples may lie, through all rules in between. */
  readonly reachMs: number
  /** How long after it the newest one may lie, through all rules in between. */
  readonly aheadMs: number
}

export interface AlertNeeds {
  readonly reads: readonly RecordRead[]
  /** After how long without a gap the state of the alert, and of those that it reads, no longer depends on what was before. */
  readonly memoryMs: number
}

const OF_BUCKETS: ReadonlySet<string> = new Set(['histogram_quantile', 'histogram_fraction', 'histogram_quantiles'])

export class RuleSet {
  readonly ruleFile: RuleFile
  /** By group, in the order of the file; recording rules that no alert reads are left out. */
  readonly groups: readonly (readonly [RuleGroup, readonly ReplayedRule[]])[]
  readonly alerts: readonly AlertingRule[]
  readonly #expressions = new Map<Rule, Expression>()
  readonly #groupOf = new Map<Rule, RuleGroup>()
  readonly #evaluated: readonly Rule[]
  readonly #writers = new Map<VectorSelector, readonly Rule[]>()
  readonly #distances: RuleDistances
  readonly #bounded: ReadonlySet<Rule>
  readonly #intervalSeconds: number

  /** @param intervalSeconds of groups without an interval of their own */
  constructor(ruleFile: RuleFile, intervalSeconds: number) {
    this.ruleFile = ruleFile
    this.#intervalSeconds = intervalSeconds
    this.alerts = everyAlertingRule(ruleFile)
    for (const group of ruleFile.groups)
      for (const rule of group.rules) {
        this.#expressions.set(rule, parseExpression(rule.expression))
        this.#groupOf.set(rule, group)
      }
    this.#evaluated = this.#neededRules()
    this.#distances = new RuleDistances({
      readsOf: (rule) => this.#directReads(rule),
      writersOf: (selector) => this.writersOf(selector),
      intervalMsOf: (rule) => {
        const group = this.#groupOf.get(rule)
        return group ? this.intervalMsOf(group) : null
      },
    })
    this.#bounded = this.#boundedRules()
    this.groups = ruleFile.groups.map((group) => [group, this.#replayed(group)] as const)
  }

  /** Of subqueries that name no step: the global evaluation interval. */
  get subqueryStepMs(): number {
    return this.#intervalSeconds * 1e3
  }

  /** Whether some value in the expression is known within bounds only. */
  isBounded(expression: Expression): boolean {
    return this.#isBounded(expression, this.#bounded)
  }

  /** Whether a selector reads the record alone, and nothing that a rule of the file writes. */
  isRecorded(selector: VectorSelector): boolean {
    return this.writersOf(selector).length === 0
  }

  /** Whether a series of the record is one that a rule of the file writes: then the rule's own is read instead. */
  isWritten(series: Labels): boolean {
    return this.#evaluated.some((rule) => mayWrite(rule, series))
  }

  /** The rules whose series a selector may read. */
  writersOf(selector: VectorSelector): readonly Rule[] {
    const known = this.#writers.get(selector)
    if (known) return known
    const writers = this.#evaluated.filter((rule) => readsRule(selector, rule))
    this.#writers.set(selector, writers)
    return writers
  }

  isBoundedRule(rule: Rule): boolean {
    return this.#bounded.has(rule)
  }

  /** The rules whose series some rule reads. */
  get rulesRead(): ReadonlySet<Rule> {
    return new Set(this.#evaluated.flatMap((rule) => this.#readBy(rule)))
  }

  /** A rule, and those whose series it reads, itself or through others. */
  rulesBehind(rule: Rule): ReadonlySet<Rule> {
    const behind = new Set([rule])
    for (const each of behind) for (const writer of this.#readBy(each)) behind.add(writer)
    return behind
  }

  /** The group of a rule, and why it is not evaluated where it is not. */
  placeOf(rule: Rule): { readonly group: RuleGroup; readonly problem: string | null } {
    for (const group of this.ruleFile.groups) {
      if (group.rules.includes(rule)) return { group, problem: null }
      const unsupported = group.unsupported?.find((each) => each.rule === rule)
      if (unsupported) return { group, problem: unsupported.problem }
    }
    throw new RangeError(`expected a rule of ${this.ruleFile.file}, got ${rule.name}`)
  }

  /** The expression as it is printed. */
  textOf(rule: Rule): string {
    const expression = this.#expressions.get(rule)
    return expression ? formatExpression(expression) : rule.expression
  }

  expressionOf(rule: Rule): Expression | undefined {
    return this.#expressions.get(rule)
  }

  intervalMsOf(group: RuleGroup): number {
    return Math.round((group.intervalSeconds ?? this.#intervalSeconds) * 1e3)
  }

  /** What an alert needs to be known for its state to be known, each selector once. */
  needsOf(rule: Rule): AlertNeeds {
    const reads: RecordRead[] = []
    let memoryMs = 0
    for (const [each, distance] of this.#distances.from(rule)) {
      memoryMs = Math.max(memoryMs, distance.memoryMs)
      for (const read of this.recordReads(each))
        reads.push({
          ...read,
          reachMs: distance.beforeMs + read.backMs,
          aheadMs: distance.aheadMs + read.aheadMs,
          rangeBackMs: distance.rangeMs + read.rangeBackMs,
        })
    }
    return { reads, memoryMs }
  }

  /** What a rule reads of the record itself. */
  recordReads(rule: Rule): readonly Read[] {
    return this.#directReads(rule).filter(({ selector }) => !this.#isWrittenOnly(selector))
  }

  /** From the instant of the evaluation, which may be after that of the query. */
  #directReads(rule: Rule): readonly Read[] {
    const expression = this.#expressions.get(rule)
    const queryOffsetMs = (this.#groupOf.get(rule)?.queryOffsetSeconds ?? 0) * 1e3
    if (!expression) return []
    return readsOf(expression).map((read) => ({
      ...read,
      backMs: read.backMs + queryOffsetMs,
      rangeBackMs: read.rangeBackMs + queryOffsetMs,
      aheadMs: read.aheadMs - queryOffsetMs,
    }))
  }

  /** Whether a selector names what a rule of the file writes, so that the record is not asked. */
  #isWrittenOnly(selector: VectorSelector): boolean {
    const required = (label: string) =>
      selector.matchers.find((each) => each.label === label && each.operator === '=')?.value
    const name = required(METRIC_NAME)
    if (name === undefined) return false
    return this.writersOf(selector).some((rule) =>
      rule.kind === 'recording' ? rule.name === name : required('alertname') === rule.name,
    )
  }

  #readBy(rule: Rule): readonly Rule[] {
    const expression = this.#expressions.get(rule)
    return expression ? readsOf(expression).flatMap(({ selector }) => this.writersOf(selector)) : []
  }

  /** The alerting rules, and the recording rules whose series they read. */
  #neededRules(): readonly Rule[] {
    const all = [...this.#expressions.keys()]
    const needed = new Set(all.filter(({ kind }) => kind === 'alerting'))
    for (const rule of needed)
      for (const { selector } of readsOf(this.#expressions.get(rule) as Expression))
        for (const other of all) if (other.kind === 'recording' && readsRule(selector, other)) needed.add(other)
    return all.filter((rule) => needed.has(rule))
  }

  /** Grows until nothing is added: a rule may read one that stands after it. */
  #boundedRules(): ReadonlySet<Rule> {
    const bounded = new Set<Rule>()
    for (;;) {
      const added = this.#evaluated.filter(
        (rule) => !bounded.has(rule) && this.#isBounded(this.#expressions.get(rule) as Expression, bounded),
      )
      if (added.length === 0) return bounded
      for (const rule of added) bounded.add(rule)
    }
  }

  #isBounded(expression: Expression, bounded: ReadonlySet<Rule>): boolean {
    if (expression.kind === 'call' && OF_BUCKETS.has(expression.name)) return true
    if (expression.kind === 'vectorSelector') return this.writersOf(expression).some((rule) => bounded.has(rule))
    if (expression.kind === 'matrixSelector') return this.#isBounded(expression.selector, bounded)
    return partsOf(expression).some((part) => this.#isBounded(part, bounded))
  }

  #replayed(group: RuleGroup): readonly ReplayedRule[] {
    return group.rules
      .filter((rule) => this.#evaluated.includes(rule))
      .map((rule) => ({
        rule,
        group,
        expression: this.#expressions.get(rule) as Expression,
        isBounded: this.#bounded.has(rule),
      }))
  }
}
