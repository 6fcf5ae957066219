// Replays an alert rule over a series of quantiles, one evaluation a second.
// Source: prometheus/prometheus rules/alerting.go, AlertingRule.Eval, for one label set.

import { finiteOrNull } from '../../../core/latency/latency-summary.ts'
import type { AlertOutcome, AlertReplay, Firing, QuantileRule } from '../../../core/report/layout-comparison.ts'
import type { AlertState, AlertTransition } from '../../../core/run/alert.ts'

export type RuleTiming = Pick<QuantileRule, 'thresholdSeconds' | 'forSeconds' | 'keepFiringForSeconds'>

/** @param values the rule's quantile at firstAt, firstAt + 1, …; NaN (no data) is not above any threshold */
export function replayAlert(values: ArrayLike<number>, firstAt: number, rule: RuleTiming): AlertReplay {
  const transitions: AlertTransition[] = []
  let state: AlertState = 'inactive'
  let activeSince = 0
  let absentSince: number | null = null
  for (let i = 0; i < values.length; i++) {
    const at = firstAt + i
    const value = values[i] as number
    const before: AlertState = state
    if (value > rule.thresholdSeconds) {
      absentSince = null
      if (state === 'inactive') activeSince = at
      if (state !== 'firing') state = at - activeSince >= rule.forSeconds ? 'firing' : 'pending'
    } else {
      absentSince ??= at
      const kept = state === 'firing' && at - absentSince < rule.keepFiringForSeconds
      if (!kept) state = 'inactive'
    }
    if (i === 0 || state !== before) transitions.push({ at, state, value: finiteOrNull(value) })
  }
  const firings = firingsOf(transitions)
  return {
    transitions,
    firings,
    firesAt: firings[0]?.fromSeconds ?? null,
    resolvesAt: firings[0]?.toSeconds ?? null,
  }
}

/** Compares a layout's alert with the alert on exact quantiles. */
export function alertOutcome(replay: AlertReplay, exact: AlertReplay): AlertOutcome {
  const pair = exact.firings
    .map((due) => ({ due, seen: replay.firings.find((firing) => overlap(firing, due)) }))
    .find(({ seen }) => seen !== undefined)
  return {
    ...replay,
    misses: exact.firings.filter((due) => !replay.firings.some((firing) => overlap(firing, due))).length,
    falseAlarms: replay.firings.filter((firing) => !exact.firings.some((due) => overlap(firing, due))).length,
    delaySeconds: pair?.seen ? pair.seen.fromSeconds - pair.due.fromSeconds : null,
    resolutionDelaySeconds: pair?.seen ? difference(pair.seen.toSeconds, pair.due.toSeconds) : null,
  }
}

function firingsOf(transitions: readonly AlertTransition[]): Firing[] {
  return transitions.flatMap(({ at, state }, i) =>
    state === 'firing' ? [{ fromSeconds: at, toSeconds: transitions[i + 1]?.at ?? null }] : [],
  )
}

/** Whether two firings overlap or touch; one without an end never ends. */
export function overlap(a: Firing, b: Firing): boolean {
  return a.fromSeconds <= (b.toSeconds ?? Infinity) && b.fromSeconds <= (a.toSeconds ?? Infinity)
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b
}
