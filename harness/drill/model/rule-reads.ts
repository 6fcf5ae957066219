// What an alert reads of a service: the selectors of series that no rule records, found through the rules that record what
// it reads. What it asks of a recorded series' labels it asks of the series behind that have them:
// `job:errors:rate5m{job="api"}`, recorded `by (job)`, reads `errors_total{job="api"}`.

import { parsedExpression } from '../../../prometheus/alerting/parsed-expression.ts'
import type { AlertingRule, Rule, RuleFile } from '../../../prometheus/alerting/rule-file.ts'
import { readsRule } from '../../../prometheus/alerting/set-apart/reads-rule.ts'
import type { Aggregation, Expression, VectorSelector } from '../../../prometheus/promql/expression/expression.ts'
import { formatExpression } from '../../../prometheus/promql/expression/format-expression.ts'
import { partsOf } from '../../../prometheus/promql/expression/parts.ts'
import type { CompiledMatcher } from '../../../prometheus/series/label-matcher.ts'
import { METRIC_NAME } from '../../../prometheus/series/series.ts'

export interface AlertReads {
  readonly rule: AlertingRule
  /** Of series that are scraped, each once, with what is asked of the series recorded of them. */
  readonly selectors: readonly VectorSelector[]
  /** Its own expression, and those of the rules that record what it reads. */
  readonly expressions: readonly Expression[]
}

/** So many records may stand behind one another. */
const DEEPEST = 16

/** @param rule of the file */
export function readsOf(rule: AlertingRule, file: RuleFile): AlertReads {
  const selectors = new Map<string, VectorSelector>()
  const expressions: Expression[] = []
  const others = file.groups.flatMap(({ rules }) => rules)
  const visit = (read: Rule, asked: Matchers, path: readonly Rule[]): void => {
    const expression = parsedExpression(read.expression)
    if (expression === null) return
    expressions.push(expression)
    for (const selector of askedSelectors(expression, asked)) {
      // A rule that reads its own series, `x or kept`, reads what it recorded before.
      const recording = others.filter((other) => readsRule(selector, other))
      if (recording.length === 0) selectors.set(formatExpression(selector), selector)
      if (path.length >= DEEPEST) continue
      const above = [...path, read]
      for (const each of recording) if (!above.includes(each)) visit(each, askedOfResult(selector, each), above)
    }
  }
  visit(rule, [], [])
  return { rule, selectors: [...selectors.values()], expressions: [...new Set(expressions)] }
}

type Matchers = readonly CompiledMatcher[]

/** Without what the text of the rule says itself: the name, and its own labels. */
function askedOfResult({ matchers }: VectorSelector, { labels }: Rule): Matchers {
  return matchers.filter(({ label }) => label !== METRIC_NAME && !Object.hasOwn(labels, label))
}

/** The selectors of an expression, with what is asked of its result where their labels come through to it. */
function askedSelectors(expression: Expression, asked: Matchers): readonly VectorSelector[] {
  switch (expression.kind) {
    case 'vectorSelector':
      return [withMatchers(expression, asked)]
    case 'matrixSelector':
      return [withMatchers(expression.selector, asked)]
    default: {
      const kept = keptThrough(expression, asked)
      return partsOf(expression).flatMap((part) => askedSelectors(part, kept))
    }
  }
}

function withMatchers(selector: VectorSelector, asked: Matchers): VectorSelector {
  const others = asked.filter(({ label }) => selector.matchers.every((own) => own.label !== label))
  return others.length === 0 ? selector : { ...selector, matchers: [...selector.matchers, ...others] }
}

function keptThrough(expression: Expression, asked: Matchers): Matchers {
  if (expression.kind === 'aggregation') return asked.filter(({ label }) => comesThrough(label, expression))
  if (expression.kind !== 'call' || !MAKES_A_LABEL.has(expression.name)) return asked
  const [, made] = expression.arguments
  return made?.kind === 'string' ? asked.filter(({ label }) => label !== made.value) : asked
}

function comesThrough(label: string, { operator, grouping, parameter }: Aggregation): boolean {
  // Their results are series of the operand.
  if (operator === 'topk' || operator === 'bottomk') return true
  if (operator === 'count_values' && parameter?.kind === 'string' && parameter.value === label) return false
  return grouping.labels.includes(label) === (grouping.mode === 'by')
}

/** By the name that is their second argument. */
const MAKES_A_LABEL: ReadonlySet<string> = new Set(['label_replace', 'label_join'])
