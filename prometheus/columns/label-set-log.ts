// The transitions of an alerting rule's label sets, noted as they come.

import type { ActiveAlerts } from '../alerting/alert-state.ts'
import { labelSignature } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import type { EvaluationFailure, LabelSetHistory, StateTransition } from './rule-file-run.ts'

export class LabelSetLog {
  readonly #histories = new Map<string, { readonly labels: Labels; readonly transitions: StateTransition[] }>()
  readonly #failures = new Map<string, { readonly firstMs: number; count: number }>()

  get labelSets(): readonly LabelSetHistory[] {
    const firstOf = ({ transitions }: LabelSetHistory) => transitions[0]?.atMs ?? Number.POSITIVE_INFINITY
    return [...this.#histories]
      .sort(([keyOfA, a], [keyOfB, b]) => firstOf(a) - firstOf(b) || (keyOfA < keyOfB ? -1 : 1))
      .map(([, history]) => history)
  }

  get failures(): readonly EvaluationFailure[] {
    return [...this.#failures].map(([message, { firstMs, count }]) => ({ message, firstMs, count }))
  }

  /** What an evaluation made of the alerts before it. */
  evaluated(before: ActiveAlerts, after: ActiveAlerts, atMs: number): void {
    for (const [key, { labels, state, value }] of after)
      if (before.get(key)?.state !== state) this.note(labels, { state, atMs, value }, key)
    for (const [key, { labels }] of before)
      if (!after.has(key)) this.note(labels, { state: 'inactive', atMs, value: null }, key)
  }

  note(labels: Labels, transition: StateTransition, key = labelSignature(labels)): void {
    const known = this.#histories.get(key)
    if (known) known.transitions.push(transition)
    else this.#histories.set(key, { labels, transitions: [transition] })
  }

  failed(message: string, atMs: number): void {
    const known = this.#failures.get(message)
    if (known) known.count++
    else this.#failures.set(message, { firstMs: atMs, count: 1 })
  }
}
