// Which series a rule writes, as far as its text tells: those that a recording rule records, and the ALERTS of an alert. The
// rule's own labels tell rules apart that record the same name; those of its result are not known.

import type { VectorSelector } from '../../promql/expression/expression.ts'
import { acceptsValue } from '../../series/label-matcher.ts'
import { labelValue } from '../../series/labels.ts'
import { type Labels, METRIC_NAME } from '../../series/series.ts'
import type { Rule } from '../rule-file.ts'

/** Whether a selector may select what the rule writes. */
export function readsRule({ matchers }: Pick<VectorSelector, 'matchers'>, rule: Rule): boolean {
  return namesOf(rule).some((name) =>
    matchers.every((matcher) => {
      const value = writtenLabel(rule, name, matcher.label)
      return value === undefined || acceptsValue(matcher, value, true)
    }),
  )
}

/** Whether the rule may write the series with these labels. What an alert of its name wrote with others is an older version's. */
export function mayWrite(rule: Rule, series: Labels): boolean {
  const name = labelValue(series, METRIC_NAME)
  if (rule.kind === 'alerting') return ALERT_SERIES.includes(name) && labelValue(series, 'alertname') === rule.name
  return (
    rule.name === name && Object.entries(rule.labels).every(([label, value]) => labelValue(series, label) === value)
  )
}

const ALERT_SERIES: readonly string[] = ['ALERTS', 'ALERTS_FOR_STATE']

function namesOf({ kind, name }: Rule): readonly string[] {
  return kind === 'recording' ? [name] : ALERT_SERIES
}

/** Undefined where the value depends on the result of the expression. */
function writtenLabel(rule: Rule, name: string, label: string): string | undefined {
  if (label === METRIC_NAME) return name
  if (rule.kind === 'alerting' && label === 'alertname') return rule.name
  if (rule.kind === 'alerting' && label === 'alertstate') return undefined
  // A label may have any name, constructor included.
  const value = Object.hasOwn(rule.labels, label) ? rule.labels[label] : undefined
  return value?.includes('{{') && rule.kind === 'alerting' ? undefined : value
}
