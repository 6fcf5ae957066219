// What the harness heard of estimate and alerts while the run was on: for the live view, and for the report should the
// Prometheus be gone when it is asked for everything.

import type { AlertHistory, AlertState } from '../../core/run/alert.ts'
import type { EstimateAt } from '../../core/run/prometheus-record.ts'
import { emptyHistory } from '../alerting/alert-history.ts'
import { alertingRules, type RuleFile } from '../alerting/rule-file.ts'

export class LastKnown {
  readonly #histories: AlertHistory[]
  readonly #estimates: EstimateAt[] = []

  constructor(ruleFile: RuleFile | null) {
    this.#histories = (ruleFile ? alertingRules(ruleFile) : []).map(emptyHistory)
  }

  get estimates(): readonly EstimateAt[] {
    return this.#estimates
  }

  get histories(): readonly AlertHistory[] {
    return this.#histories
  }

  /** By alert name; inactive before anything was heard. */
  get states(): Record<string, AlertState> {
    return Object.fromEntries(
      this.#histories.map(({ name, transitions }) => [name, transitions.at(-1)?.state ?? 'inactive']),
    )
  }

  hearEstimate(atSeconds: number, value: number | null): void {
    this.#estimates.push({ atSeconds, value })
  }

  /** An alert that is not named is inactive. Its value is not asked for while the run is on. */
  hearStates(atSeconds: number, states: ReadonlyMap<string, AlertState>): void {
    this.#histories.forEach((history, i) => {
      const state = states.get(history.name) ?? 'inactive'
      if (history.transitions.at(-1)?.state === state) return
      this.#histories[i] = { ...history, transitions: [...history.transitions, { at: atSeconds, state, value: null }] }
    })
  }
}
