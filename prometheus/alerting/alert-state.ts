// The states of one alerting rule, label set by label set, from one evaluation to the next.
// Source: prometheus rules/alerting.go, AlertingRule.Eval.
//
//   an element that the expression returns is active: first seen → pending
//   pending, and active for `for` or longer        → firing (at the first evaluation where `for` is 0)
//   pending, and no longer returned                → gone
//   firing, and no longer returned                 → firing while less than `keep_firing_for` has passed since the
//                                                    first evaluation that missed it, then gone (resolved)
// An element that is returned is active whatever its value, NaN included.

import { labelSignature } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import { RuleError } from './rule-error.ts'

export interface ActiveAlert {
  /** The labels of the result without the name, then those of the rule, then `alertname`. */
  readonly labels: Labels
  readonly state: 'pending' | 'firing'
  readonly activeAtMs: number
  /** The first evaluation that missed it; null while it is returned. */
  readonly missingSinceMs: number | null
  /** The expression's value when it was last returned. */
  readonly value: number
}

/** By the signature of the labels. Label sets that are missing are inactive. */
export type ActiveAlerts = ReadonlyMap<string, ActiveAlert>

export interface AlertTiming {
  readonly forSeconds: number
  readonly keepFiringForSeconds: number
}

/** One label set that the expression returned, with the labels that the alert has. */
export interface AlertElement {
  readonly labels: Labels
  readonly value: number
}

/** The alerts after an evaluation. @throws RuleError where two elements have the same labels */
export function stepAlerts(
  timing: AlertTiming,
  active: ActiveAlerts,
  elements: readonly AlertElement[],
  timestampMs: number,
): ActiveAlerts {
  const next = new Map<string, ActiveAlert>()
  for (const element of elements) {
    const key = labelSignature(element.labels)
    if (next.has(key)) throw new RuleError('two results have the same labels once those of the rule are applied')
    next.set(key, returned(timing, active.get(key), element, timestampMs))
  }
  for (const [key, alert] of active) {
    const kept = next.has(key) ? undefined : missed(timing, alert, timestampMs)
    if (kept) next.set(key, kept)
  }
  return next
}

function returned(
  { forSeconds }: AlertTiming,
  before: ActiveAlert | undefined,
  { labels, value }: AlertElement,
  timestampMs: number,
): ActiveAlert {
  const activeAtMs = before?.activeAtMs ?? timestampMs
  const fires = before?.state === 'firing' || timestampMs - activeAtMs >= forSeconds * 1e3
  return { labels, state: fires ? 'firing' : 'pending', activeAtMs, missingSinceMs: null, value }
}

function missed(
  { keepFiringForSeconds }: AlertTiming,
  alert: ActiveAlert,
  timestampMs: number,
): ActiveAlert | undefined {
  const missingSinceMs = alert.missingSinceMs ?? timestampMs
  const kept = alert.state === 'firing' && timestampMs - missingSinceMs < keepFiringForSeconds * 1e3
  return kept ? { ...alert, missingSinceMs } : undefined
}
