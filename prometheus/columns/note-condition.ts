// Whether a condition had anything to compare, asked over a stretch of instants at once.

import { ConditionData } from '../alerting/evidence/condition-data.ts'
import { recordingsAmong } from '../alerting/evidence/recording.ts'
import type { Rule } from '../alerting/rule-file.ts'
import type { Expression } from '../promql/expression/expression.ts'
import type { ColumnEvaluator } from './expression/column-evaluator.ts'
import type { ColumnVector } from './expression/column-vector.ts'
import { expressionOf } from './needed-rules.ts'
import type { RuleFileRun } from './rule-file-run.ts'

/** What is to be noted of each of the rules: of alerts, where the run asks for it; null of others. */
export function watchedConditions(
  { watchesConditions = false }: Pick<RuleFileRun, 'watchesConditions'>,
  rules: readonly Rule[],
): (rule: Rule) => ConditionData | null {
  const recordings = recordingsAmong(rules.map((rule) => ({ rule, expression: expressionOf(rule) })))
  return (rule) =>
    watchesConditions && rule.kind === 'alerting' ? new ConditionData(expressionOf(rule), recordings) : null
}

/**
 * The answer depends on which elements are there alone: it is asked for anew only where that changes.
 * @throws NotInColumnsError where what is asked is not evaluated in columns
 */
export function noteCondition(data: ConditionData, evaluator: ColumnEvaluator, count: number): void {
  const vectors = new Map<Expression, ColumnVector>()
  for (let i = 0; i < count && !data.isFound; i = nextChange([...vectors.values()], i, count))
    data.note((expression) => {
      const vector = vectors.get(expression) ?? evaluator.elements(expression)
      vectors.set(expression, vector)
      return vector.elements
        .filter(({ present }) => present === null || present[i] === 1)
        .map(({ labels, values }) => ({ labels, value: values[i] as number }))
    })
}

/** The next instant at which something is there that was not, or no longer; `count` where there is none. */
function nextChange(vectors: readonly ColumnVector[], i: number, count: number): number {
  let next = count
  for (const { elements } of vectors)
    for (const { present } of elements) {
      if (present === null) continue
      let j = i + 1
      while (j < next && present[j] === present[i]) j++
      next = Math.min(next, j)
    }
  return next
}
