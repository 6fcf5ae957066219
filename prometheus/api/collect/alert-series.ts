// The states of an alerting rule, from the series that its evaluations write: ALERTS has a sample of value 1 at each
// evaluation for each label set that was pending or firing; ALERTS_FOR_STATE says since when it has been active.
// Source: prometheus rules/alerting.go, sample and forStateSample. Instants are milliseconds since the Unix epoch.

import type { AlertState } from '../../../core/run/alert.ts'
import { mostSevere } from '../../alerting/alert-history.ts'
import type { Series } from '../../series/series.ts'

export interface AlertSeries {
  /** ALERTS of the rule, with the label `alertstate`. */
  readonly states: readonly Series[]
  /** ALERTS_FOR_STATE of the rule: values are seconds since the Unix epoch. Empty if the server does not write it. */
  readonly activeSince: readonly Series[]
}

/** When the rule was evaluated. */
export interface Evaluations {
  readonly firstMs: number
  /** The last one whose samples are among the series. */
  readonly lastMs: number
  readonly intervalMs: number
}

export interface StateChange {
  readonly atMs: number
  readonly state: AlertState
}

/** The changes of the most severe state; the first is the state at the first evaluation. */
export function stateChanges(series: AlertSeries, evaluations: Evaluations): readonly StateChange[] {
  const { firstMs, lastMs, intervalMs } = evaluations
  const isDuring = ({ atMs }: StateChange) => atMs >= firstMs - intervalMs / 2 && atMs <= lastMs
  const changes: StateChange[] = []
  const change = (atMs: number, state: AlertState) => {
    if (changes.at(-1)?.state !== state) changes.push({ atMs, state })
  }
  let nextMs = firstMs
  for (const { atMs, state } of statesByInstant(series.states).filter(isDuring)) {
    const isMissing = atMs - nextMs > intervalMs / 2
    if (isMissing && !wasActive(series.activeSince, atMs, nextMs - intervalMs)) change(nextMs, 'inactive')
    change(atMs, state)
    nextMs = atMs + intervalMs
  }
  if (lastMs - nextMs > -intervalMs / 2) change(nextMs, 'inactive')
  return changes
}

function statesByInstant(states: readonly Series[]): StateChange[] {
  const byInstant = new Map<number, AlertState[]>()
  for (const { labels, samples } of states)
    for (const { timestampMs } of samples) {
      const state: AlertState = labels.alertstate === 'firing' ? 'firing' : 'pending'
      byInstant.set(timestampMs, [...(byInstant.get(timestampMs) ?? []), state])
    }
  return [...byInstant].map(([atMs, all]) => ({ atMs, state: mostSevere(all) })).sort((a, b) => a.atMs - b.atMs)
}

/**
 * Whether an alert that is active at an instant was active at an earlier one too, so that the evaluations in between
 * were missed. The series has whole seconds only; within one second, it is more likely that the alert ended and began
 * again.
 */
function wasActive(activeSince: readonly Series[], atMs: number, earlierMs: number): boolean {
  const since = activeSince.flatMap(({ samples }) => samples.filter(({ timestampMs }) => timestampMs === atMs))
  const isSameSecond = atMs - earlierMs < 1e3
  return !isSameSecond && since.some(({ value }) => value * 1e3 <= earlierMs)
}
