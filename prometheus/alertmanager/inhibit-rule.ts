// Alerts that keep Alertmanager from telling of others while they fire. Source: Alertmanager docs, configuration,
// inhibit_rule; inhibit/inhibit.go.

import { acceptsLabels, type CompiledMatcher } from '../series/label-matcher.ts'
import { labelValue } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'

export interface InhibitRule {
  readonly source: readonly CompiledMatcher[]
  readonly target: readonly CompiledMatcher[]
  /** Labels that both have with the same value, or both have not. */
  readonly equal: readonly string[]
}

/** Whether nobody is told of an alert while another fires. One that matches both sides is not held back by its like. */
export function inhibits({ source, target, equal }: InhibitRule, other: Labels, alert: Labels): boolean {
  const isSource = (labels: Labels) => acceptsLabels(source, labels, true)
  const isTarget = (labels: Labels) => acceptsLabels(target, labels, true)
  if (!isTarget(alert) || !isSource(other)) return false
  if (isSource(alert) && isTarget(other)) return false
  return equal.every((name) => labelValue(other, name) === labelValue(alert, name))
}
