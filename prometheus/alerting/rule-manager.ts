// The rules of a run, evaluated group by group, and the histories of their alerts.

import type { AlertHistory, AlertState } from '../../core/run/alert.ts'
import { times } from '../../core/text/plural.ts'
import type { Query } from '../promql/query.ts'
import { afterEvaluation, emptyHistory, mostSevere } from './alert-history.ts'
import {
  evaluateRules,
  NEW_RULE_STATE,
  type RecordSample,
  type RuleEvaluation,
  type RuleState,
} from './evaluate-rules.ts'
import { isUnrendered, templateFailure } from './label-template.ts'
import { type AlertingRule, fileOfRule, type Rule, type RuleFile, type RuleGroup } from './rule-file.ts'

export class RuleManager {
  readonly #query: Query
  readonly #recordSample: RecordSample
  readonly #states = new Map<RuleGroup, readonly RuleState[]>()
  readonly #histories = new Map<AlertingRule, AlertHistory>()
  readonly #failures = new Map<string, number>()
  readonly #ruleFile: RuleFile | null

  constructor(ruleFile: RuleFile | null, query: Query, recordSample: RecordSample) {
    this.#ruleFile = ruleFile
    this.#query = query
    this.#recordSample = recordSample
    for (const group of ruleFile?.groups ?? []) {
      this.#states.set(
        group,
        group.rules.map(() => NEW_RULE_STATE),
      )
      for (const rule of group.rules)
        if (rule.kind === 'alerting') this.#histories.set(rule, emptyHistory(rule, ruleFile))
    }
  }

  /** @returns why rules of the group could not be evaluated */
  evaluate(group: RuleGroup, timestampMs: number, atSeconds: number): ReadonlyMap<Rule, string> {
    const before = this.#states.get(group) ?? []
    const evaluations = evaluateRules(group, before, timestampMs, this.#query, this.#recordSample)
    this.#states.set(
      group,
      evaluations.map(({ state }) => state),
    )
    for (const evaluation of evaluations) this.#note(evaluation, atSeconds)
    return new Map(evaluations.flatMap(({ rule, error }) => (error === null ? [] : [[rule, error]])))
  }

  get histories(): readonly AlertHistory[] {
    return [...this.#histories.values()]
  }

  get historiesByRule(): ReadonlyMap<AlertingRule, AlertHistory> {
    return this.#histories
  }

  /** State by alert name; the most severe where rules share a name. Inactive before the first evaluation. */
  get states(): Record<string, AlertState> {
    const states: Record<string, AlertState> = {}
    for (const { name, transitions } of this.#histories.values())
      states[name] = mostSevere([states[name] ?? 'inactive', transitions.at(-1)?.state ?? 'inactive'])
    return states
  }

  problems(): string[] {
    const failures = [...this.#failures].map(([failure, count]) => `${failure} (${times(count)})`)
    const templates = [...this.#histories.keys()].flatMap((rule) =>
      Object.entries(rule.labels).flatMap(([label, text]) =>
        templateProblem(text).map((problem) => `${this.#place(rule)} labels.${label}: ${problem}`),
      ),
    )
    return [...failures, ...templates]
  }

  #note({ rule, state, error }: RuleEvaluation, atSeconds: number): void {
    if (error !== null) {
      const failure = `${this.#place(rule)} ${rule.name} could not be evaluated: ${error}`
      this.#failures.set(failure, (this.#failures.get(failure) ?? 0) + 1)
    }
    if (rule.kind !== 'alerting') return
    const before = this.#histories.get(rule) ?? emptyHistory(rule, this.#ruleFile)
    this.#histories.set(rule, afterEvaluation(before, state.active, atSeconds))
  }

  #place(rule: Rule): string {
    return `${this.#ruleFile && fileOfRule(this.#ruleFile, rule)}:${rule.line}`
  }
}

function templateProblem(text: string): string[] {
  if (isUnrendered(text)) return ['the template is left as it is written']
  const failure = templateFailure(text)
  return failure === null ? [] : [`the template fails when it is rendered, in Prometheus too: ${failure}`]
}
