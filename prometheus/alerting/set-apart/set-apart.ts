// Sets apart the rules of a file that are not evaluated here, so that the others are judged: those outside of the subset
// of PromQL, those that read native histograms or a fixed instant, and those that read what any of these record. An alert whose series
// nobody records would look as if it did not fire.

import type { Expression, VectorSelector } from '../../promql/expression/expression.ts'
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

/**
 * @param groups of all files that a Prometheus loads together
 * @param ofOwn what else is a reason where the rules are evaluated
 */
export function setApart(
  groups: readonly ReadGroup[],
  ofOwn: (read: ReadRule) => NotEvaluated | null = () => null,
): RuleGroup[] {
  const placed = groups.flatMap(({ rules, file }) => rules.map((read) => ({ ...read, file })))
  const reasons = reasonsOf(placed, ofOwn)
  return groups.map(({ rules, ...group }) => {
    const unsupported = rules.flatMap(({ rule }, index) => {
      const reason = reasons.get(rule)
      return reason === undefined ? [] : [{ rule, index, reason, problem: notEvaluatedBecause(reason) }]
    })
    const kept = rules.flatMap(({ rule }) => (reasons.has(rule) ? [] : [rule]))
    return { ...group, rules: kept, ...(unsupported.length === 0 ? {} : { unsupported }) }
  })
}

interface PlacedRule extends ReadRule {
  /** Undefined where there is one file alone. */
  readonly file: string | undefined
}

function reasonsOf(
  rules: readonly PlacedRule[],
  ofOwn: (read: ReadRule) => NotEvaluated | null,
): ReadonlyMap<Rule, NotEvaluated> {
  const records = recordsOf(rules)
  const reasons = new Map<PlacedRule, NotEvaluated>()
  for (const read of rules) {
    const reason = read.outside ?? ofNative(read, records) ?? ofFixedInstant(read) ?? ofOwn(read)
    if (reason !== null) reasons.set(read, reason)
  }
  // Whoever reads one of them is one of them, and may be read itself: what is added is looked at in its turn.
  const selectors = new Map(rules.map((read) => [read, selectorsOf(read)]))
  for (const [apart, because] of reasons)
    for (const [reader, selected] of selectors)
      if (!reasons.has(reader) && selected.some((selector) => readsRule(selector, apart.rule)))
        reasons.set(reader, ofReading(reader, apart, because))
  return new Map(Array.from(reasons, ([{ rule }, reason]) => [rule, reason]))
}

function selectorsOf({ expression }: ReadRule): readonly VectorSelector[] {
  return expression === null ? [] : selectionsOf(expression).map(({ selector }) => selector)
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

function ofReading(reader: PlacedRule, { rule, file }: PlacedRule, because: NotEvaluated): NotEvaluated {
  return {
    kind: 'reads',
    name: rule.kind === 'recording' ? rule.name : `ALERTS of ${rule.name}`,
    line: rule.line,
    ...(file !== undefined && file !== reader.file && { file }),
    because,
  }
}

const LONGEST_PART = 70

/** The text of a part, as long as a reason may be. */
export function inBrief(text: string): string {
  return text.length <= LONGEST_PART ? text : `${text.slice(0, LONGEST_PART - 1)}…`
}
