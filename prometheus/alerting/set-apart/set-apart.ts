// Sets apart the rules of a file that are not evaluated here, so that the others are judged: those outside of the subset
// of PromQL, those that read native histograms or a fixed instant, and those that read what any of these record. An alert whose series
// nobody records would look as if it did not fire.

import type { Expression } from '../../promql/expression/expression.ts'
import { formatExpression } from '../../promql/expression/format-expression.ts'
import { selectionsOf } from '../../promql/expression/parts.ts'
import { fixedInstant } from '../../promql/fixed-instant.ts'
import { nativeReading } from '../../promql/native-reading.ts'
import { placeOfCall, placeOfFixedInstant } from '../../promql/places.ts'
import { type NotEvaluated, notEvaluatedBecause, type Rule, type RuleGroup } from '../rule-file.ts'
import { readsRule } from './reads-rule.ts'
import { recordsOf } from './records-of.ts'

/** A rule as it was read. */
export interface ReadRule {
  readonly rule: Rule
  /** Null where it cannot be read, or is outside of the subset. */
  readonly expression: Expression | null
  /** What is outside of the subset; null where nothing is. */
  readonly outside: NotEvaluated | null
  /** The line of the file on which a character of the expression's text stands. */
  readonly lineAt: (index: number) => number
}

export type ReadGroup = Omit<RuleGroup, 'rules' | 'unsupported'> & { readonly rules: readonly ReadRule[] }

export function setApart(groups: readonly ReadGroup[]): RuleGroup[] {
  const reasons = reasonsOf(groups.flatMap(({ rules }) => rules))
  return groups.map(({ rules, ...group }) => {
    const unsupported = rules.flatMap(({ rule }, index) => {
      const reason = reasons.get(rule)
      return reason === undefined ? [] : [{ rule, index, reason, problem: notEvaluatedBecause(reason) }]
    })
    const kept = rules.flatMap(({ rule }) => (reasons.has(rule) ? [] : [rule]))
    return { ...group, rules: kept, ...(unsupported.length === 0 ? {} : { unsupported }) }
  })
}

function reasonsOf(rules: readonly ReadRule[]): ReadonlyMap<Rule, NotEvaluated> {
  const records = recordsOf(rules)
  const reasons = new Map<Rule, NotEvaluated>()
  for (const read of rules) {
    const reason = read.outside ?? ofNative(read, records) ?? ofFixedInstant(read)
    if (reason !== null) reasons.set(read.rule, reason)
  }
  // Whoever reads one of them is one of them, and may be read itself.
  for (let before = -1; before !== reasons.size; ) {
    before = reasons.size
    for (const { rule, expression } of rules) {
      const reason = reasons.has(rule) || expression === null ? undefined : ofReading(expression, reasons)
      if (reason !== undefined) reasons.set(rule, reason)
    }
  }
  return reasons
}

function ofNative(
  { rule, expression, lineAt }: ReadRule,
  records: ReadonlyMap<string, Expression>,
): NotEvaluated | null {
  const found = expression && nativeReading(expression, records)
  if (!found) return null
  const { call, metric } = found
  const line = lineAt(placeOfCall(call, expression, rule.expression))
  return { kind: 'native', part: inBrief(formatExpression(call)), line, metric }
}

/** A run and a back-test have the samples of their own time. */
function ofFixedInstant({ rule, expression, lineAt }: ReadRule): NotEvaluated | null {
  const instant = expression ? fixedInstant(expression) : undefined
  if (instant === undefined) return null
  return {
    kind: 'part',
    part: `@ ${instant / 1e3}`,
    line: lineAt(placeOfFixedInstant(rule.expression)),
    problem: 'samples of a fixed instant are not kept here',
  }
}

function ofReading(expression: Expression, reasons: ReadonlyMap<Rule, NotEvaluated>): NotEvaluated | undefined {
  const selectors = selectionsOf(expression).map(({ selector }) => selector)
  for (const [rule, because] of reasons)
    if (selectors.some((selector) => readsRule(selector, rule)))
      return {
        kind: 'reads',
        name: rule.kind === 'recording' ? rule.name : `ALERTS of ${rule.name}`,
        line: rule.line,
        because,
      }
  return undefined
}

const LONGEST_PART = 70

function inBrief(text: string): string {
  return text.length <= LONGEST_PART ? text : `${text.slice(0, LONGEST_PART - 1)}…`
}
