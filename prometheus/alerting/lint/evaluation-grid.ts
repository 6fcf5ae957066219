// `for` counts in evaluations: an alert is pending at the first one that finds its condition true, and fires at the first
// one that is at least `for` later. So one of an interval or less rests on two of them, and a longer one on three or more.
// Source: prometheus rules/alerting.go, Eval.

import { formatPrometheusSeconds } from '../../promql/prometheus-duration.ts'
import type { Diagnostic, LintedRule } from './linted-rule.ts'

export function evaluationGrid({ rule, groupIntervalSeconds, evaluationIntervalSeconds }: LintedRule): Diagnostic[] {
  const everySeconds = groupIntervalSeconds ?? evaluationIntervalSeconds
  if (rule.kind !== 'alerting' || rule.forSeconds === 0 || everySeconds === undefined) return []
  if (rule.forSeconds > everySeconds) return []
  const [held, every] = [rule.forSeconds, everySeconds].map(formatPrometheusSeconds)
  const isShorter = rule.forSeconds < everySeconds
  return [
    {
      severity: isShorter ? 'warning' : 'note',
      sentence: `for ${held} with an evaluation every ${every} ${isShorter ? `acts as ${every}, and ` : ''}rests on 2 evaluations alone: what happens between them is not seen; take ${formatPrometheusSeconds(2 * everySeconds)} or more, or evaluate more often`,
    },
  ]
}
