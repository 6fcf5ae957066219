// Whether a selector may select what a rule writes: the series that a recording rule records, and the ALERTS of an alert.

import type { VectorSelector } from '../../promql/expression/expression.ts'
import { acceptsValue } from '../../series/label-matcher.ts'
import { METRIC_NAME } from '../../series/series.ts'
import type { Rule } from '../rule-file.ts'

/** The rule's own labels tell rules apart that record the same name. Those of its result are not known. */
export function readsRule({ matchers }: Pick<VectorSelector, 'matchers'>, rule: Rule): boolean {
  return namesOf(rule).some((name) =>
    matchers.every((matcher) => {
      const value = writtenLabel(rule, name, matcher.label)
      return value === undefined || acceptsValue(matcher, value, true)
    }),
  )
}

function namesOf({ kind, name }: Rule): readonly string[] {
  return kind === 'recording' ? [name] : ['ALERTS', 'ALERTS_FOR_STATE']
}

/** Undefined where the value depends on the result of the expression. */
function writtenLabel(rule: Rule, name: string, label: string): string | undefined {
  if (label === METRIC_NAME) return name
  if (label === 'alertname' && rule.kind === 'alerting') return rule.name
  const value = rule.labels[label]
  return value?.includes('{{') && rule.kind === 'alerting' ? undefined : value
}
