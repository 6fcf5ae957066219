// The rules of a run, evaluated group by group, and what became of their alerts.

import type { AlertHistory, AlertState, AlertTransition } from '../../core/run/alert.ts'
import { times } from '../embedded/times.ts'
import type { Query } from '../promql/query.ts'
import { afterEvaluation, emptyHistory } from './alert-history.ts'
import {
  evaluateRules,
  NEW_RULE_STATE,
  type RecordSample,
  type RuleEvaluation,
  type RuleState,
} from './evaluate-rules.ts'
import { isUnrendered } from './label-template.ts'
import type { AlertingRule, Rule, RuleFile, RuleGroup } from './rule-file.ts'

export type OnTransition = (alert: string, transition: AlertTransition) => void

export interface RulePorts {
  readonly query: Query
  readonly record: RecordSample
  readonly onTransition: OnTransition
}

export class RuleJournal {
  readonly #ports: RulePorts
  readonly #states = new Map<RuleGroup, readonly RuleState[]>()
  readonly #histories = new Map<AlertingRule, AlertHistory>()
  readonly #failures = new Map<string, number>()
  readonly #ruleFile: RuleFile | null

  constructor(ruleFile: RuleFile | null, ports: RulePorts) {
    this.#ruleFile = ruleFile
    this.#ports = ports
    for (const group of ruleFile?.groups ?? []) {
      this.#states.set(
        group,
        group.rules.map(() => NEW_RULE_STATE),
      )
      for (const rule of group.rules) if (rule.kind === 'alerting') this.#histories.set(rule, emptyHistory(rule))
    }
  }

  evaluate(group: RuleGroup, timestampMs: number, atSeconds: number): void {
    const { query, record } = this.#ports
    const evaluations = evaluateRules(group, this.#states.get(group) ?? [], timestampMs, query, record)
    this.#states.set(
      group,
      evaluations.map(({ state }) => state),
    )
    for (const evaluation of evaluations) this.#note(evaluation, atSeconds)
  }

  get histories(): readonly AlertHistory[] {
    return [...this.#histories.values()]
  }

  /** By alert name; of rules that share one, the furthest state. Inactive before the first evaluation. */
  get states(): Record<string, AlertState> {
    const order: readonly AlertState[] = ['inactive', 'pending', 'firing']
    const states: Record<string, AlertState> = {}
    for (const { name, transitions } of this.#histories.values()) {
      const state = transitions.at(-1)?.state ?? 'inactive'
      if (order.indexOf(state) >= order.indexOf(states[name] ?? 'inactive')) states[name] = state
    }
    return states
  }

  problems(): string[] {
    const failures = [...this.#failures].map(([failure, count]) => `${failure} (${times(count)})`)
    const templates = [...this.#histories.keys()].flatMap((rule) =>
      Object.entries(rule.labels)
        .filter(([, text]) => isUnrendered(text))
        .map(([label]) => `${this.#place(rule)} labels.${label}: the template is left as it is written`),
    )
    return [...failures, ...templates]
  }

  #note({ rule, state, error }: RuleEvaluation, atSeconds: number): void {
    if (error !== null) {
      const failure = `${this.#place(rule)} ${rule.name} could not be evaluated: ${error}`
      this.#failures.set(failure, (this.#failures.get(failure) ?? 0) + 1)
    }
    if (rule.kind !== 'alerting') return
    const before = this.#histories.get(rule) ?? emptyHistory(rule)
    const history = afterEvaluation(before, state.active, atSeconds)
    if (history === before) return
    this.#histories.set(rule, history)
    this.#ports.onTransition(rule.name, history.transitions.at(-1) as AlertTransition)
  }

  #place(rule: Rule): string {
    return `${this.#ruleFile?.file}:${rule.line}`
  }
}
