// The estimate and the alerts as they were polled during the run: for the live view, and for the report if the Prometheus
// has exited when everything is collected.

import type { AlertHistory, AlertState } from '../../core/run/alert.ts'
import type { EstimateAt } from '../../core/run/prometheus-record.ts'
import { emptyHistory } from '../alerting/alert-history.ts'
import { everyAlertingRule, type RuleFile } from '../alerting/rule-file.ts'

export class LastKnown {
  readonly #histories: AlertHistory[]
  readonly #estimates: EstimateAt[] = []

  constructor(ruleFile: RuleFile | null) {
    this.#histories = (ruleFile ? everyAlertingRule(ruleFile) : []).map((rule) => emptyHistory(rule, ruleFile))
  }

  get estimates(): readonly EstimateAt[] {
    return this.#estimates
  }

  get histories(): readonly AlertHistory[] {
    return this.#histories
  }

  /** By alert name; inactive before the first poll. */
  get states(): Record<string, AlertState> {
    return Object.fromEntries(
      this.#histories.map(({ name, transitions }) => [name, transitions.at(-1)?.state ?? 'inactive']),
    )
  }

  addEstimate(atSeconds: number, value: number | null): void {
    this.#estimates.push({ atSeconds, value })
  }

  /** An alert that is not named is inactive. Values are not queried during the run. */
  addStates(atSeconds: number, states: ReadonlyMap<string, AlertState>): void {
    this.#histories.forEach((history, i) => {
      const state = states.get(history.name) ?? 'inactive'
      if (history.transitions.at(-1)?.state === state) return
      this.#histories[i] = { ...history, transitions: [...history.transitions, { at: atSeconds, state, value: null }] }
    })
  }
}
