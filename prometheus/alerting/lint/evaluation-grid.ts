// `for` counts in evaluations: an alert is pending at the first one that finds its condition true, and fires at the first
// one that is at least `for` later. Source: prometheus rules/alerting.go, Eval.

import { formatPrometheusDuration } from '../../promql/prometheus-duration.ts'
import type { Diagnostic, LintedRule } from './linted-rule.ts'

export function evaluationGrid({ rule, groupIntervalSeconds, evaluationIntervalSeconds }: LintedRule): Diagnostic[] {
  const everySeconds = groupIntervalSeconds ?? evaluationIntervalSeconds
  if (rule.kind !== 'alerting' || rule.forSeconds === 0 || everySeconds === undefined) return []
  if (rule.forSeconds >= 2 * everySeconds) return []
  const [held, every] = [shown(rule.forSeconds), shown(everySeconds)]
  const evaluations = Math.ceil(rule.forSeconds / everySeconds - 1e-9)
  const acts = rule.forSeconds % everySeconds === 0 ? '' : `acts as ${shown(evaluations * everySeconds)}, and `
  return [
    {
      severity: rule.forSeconds < everySeconds ? 'warning' : 'note',
      sentence: `for ${held} with an evaluation every ${every} ${acts}rests on ${evaluations + 1} evaluations alone: what happens between them is not seen; take ${shown(2 * everySeconds)} or more, or evaluate more often`,
    },
  ]
}

function shown(seconds: number): string {
  return formatPrometheusDuration(Math.round(seconds * 1e3))
}
