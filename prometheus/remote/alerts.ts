// The alerts of a run with a remote Prometheus. There are three cases for each rule of the file:
//   the server lists a rule of that name      its evaluations are read from ALERTS; a rule that differs is reported
//   ALERTS has series of that name            the same, although the server does not list rules (such as Thanos)
//   neither (VictoriaMetrics without vmalert) its expression is queried over the run and evaluated here, which is reported

import type { AlertHistory, AlertState } from '../../core/run/alert.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { type AlertingRule, everyAlertingRule, fileOfRule, type RuleFile } from '../alerting/rule-file.ts'
import { collectHistory } from '../api/collect/alert-histories.ts'
import { type LiveAlerts, servedAlerts } from '../api/live-alerts.ts'
import type { CollectedAlerts, ObservedRun } from '../api/monitor-adapter.ts'
import type { ApiRule, QueryApi } from '../api/query-api.ts'
import { QueryApiError } from '../api/query-api-error.ts'
import { formatExpression } from '../promql/expression/format-expression.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'
import { PromqlError } from '../promql/parse/promql-error.ts'
import type { Labels } from '../series/series.ts'
import { replayAlerts, replayedLive } from './replay-alerts.ts'

export interface RemoteAlertsOptions {
  readonly api: QueryApi
  readonly ruleFile: RuleFile | null
  readonly evaluationIntervalSeconds: number
  /** Whether an alert with these labels belongs to the run: other services may have rules of the same name. */
  readonly isOurs: (labels: Labels) => boolean
}

export class RemoteAlerts implements LiveAlerts {
  readonly #options: RemoteAlertsOptions
  readonly #rules: readonly AlertingRule[]
  readonly #live: readonly LiveAlerts[]

  /** @param served the rules that the server lists; empty if it does not list any */
  constructor(options: RemoteAlertsOptions, served: readonly ApiRule[]) {
    const { api, ruleFile, isOurs } = options
    this.#options = options
    this.#rules = ruleFile ? everyAlertingRule(ruleFile) : []
    const unserved = this.#rules.filter((rule) => !servedAs(rule, served))
    this.#live = [
      ...(unserved.length < this.#rules.length ? [servedAlerts(api, isOurs)] : []),
      ...(ruleFile && unserved.length > 0 ? [replayedLive(api, ruleFile, unserved)] : []),
    ]
  }

  async states(): Promise<ReadonlyMap<string, AlertState>> {
    const states = await Promise.all(this.#live.map((live) => live.states()))
    return new Map(states.flatMap((some) => [...some]))
  }

  /** The oldest last evaluation and the longest interval of our rules; null if the server lists none of them. */
  async slowestEvaluation(): Promise<{ readonly lastMs: number; readonly intervalSeconds: number } | null> {
    const served = await listedRules(this.#options.api)
    const ours = this.#rules.flatMap((rule) => servedAs(rule, served) ?? [])
    if (ours.length === 0) return null
    return {
      lastMs: Math.min(...ours.map(({ lastEvaluationMs }) => lastEvaluationMs ?? 0)),
      intervalSeconds: Math.max(...ours.map(({ groupIntervalSeconds }) => groupIntervalSeconds)),
    }
  }

  async collect(run: ObservedRun): Promise<CollectedAlerts> {
    const served = await listedRules(this.#options.api)
    const found = await Promise.all(this.#rules.map((rule) => this.#found(rule, servedAs(rule, served), run)))
    const unknown = this.#rules.filter((_, i) => !found[i])
    const replayed = await this.#replayed(unknown, run)
    const histories = this.#rules.map((_, i) => found[i] ?? (replayed.shift() as AlertHistory))
    const problems = this.#rules.flatMap((rule) => {
      if (unknown.includes(rule)) return [this.#replayProblem(rule)]
      const other = servedAs(rule, served)
      return other ? this.#servedProblems(rule, other) : []
    })
    const first = found.find((history) => history?.transitions[0])?.transitions[0]
    return { histories, evaluatedAtMs: first ? run.time.startedAtUnixMs + first.at * 1e3 : null, problems }
  }

  /** Undefined where the server has not evaluated such a rule. */
  async #found(rule: AlertingRule, served: ApiRule | undefined, run: ObservedRun): Promise<AlertHistory | undefined> {
    const { api, ruleFile, evaluationIntervalSeconds, isOurs } = this.#options
    if (served) {
      const lastEvaluationMs = served.lastEvaluationMs ?? run.time.startedAtUnixMs
      const schedule = { lastEvaluationMs, intervalMs: served.groupIntervalSeconds * 1e3 }
      const evaluated = isSameRule(rule, served)
        ? rule
        : { ...rule, expression: served.query, forSeconds: served.forSeconds }
      return collectHistory(api, evaluated, ruleFile, schedule, run.time, isOurs)
    }
    const schedule = { lastEvaluationMs: run.endMs, intervalMs: evaluationIntervalSeconds * 1e3 }
    const history = await collectHistory(api, rule, ruleFile, schedule, run.time, isOurs)
    return history.transitions.some(({ state }) => state !== 'inactive') ? history : undefined
  }

  async #replayed(rules: readonly AlertingRule[], run: ObservedRun): Promise<AlertHistory[]> {
    const { api, ruleFile, evaluationIntervalSeconds } = this.#options
    if (!ruleFile || rules.length === 0) return []
    return [...(await replayAlerts(api, ruleFile, rules, run, evaluationIntervalSeconds))]
  }

  #replayProblem(rule: AlertingRule): string {
    const every = formatDuration(this.#options.evaluationIntervalSeconds)
    return `${this.#place(rule)} ${rule.name}: the server does not evaluate this rule; its expression was queried every ${every} of the run, and the alert states were derived here as Prometheus does`
  }

  #servedProblems(rule: AlertingRule, served: ApiRule): string[] {
    const { query, forSeconds, lastError } = served
    const other = `${query}, for ${formatDuration(forSeconds)}`
    return [
      ...(isSameRule(rule, served)
        ? []
        : [
            `${this.#place(rule)} ${rule.name}: the server evaluates another rule of this name, which counts: ${other}`,
          ]),
      ...(lastError === null ? [] : [`${this.#place(rule)} ${rule.name}: ${lastError}`]),
    ]
  }

  #place(rule: AlertingRule): string {
    const { ruleFile } = this.#options
    return `${ruleFile && fileOfRule(ruleFile, rule)}:${rule.line}`
  }
}

/** Empty if the server does not list rules. */
export async function listedRules(api: QueryApi): Promise<readonly ApiRule[]> {
  try {
    return await api.rules()
  } catch (error) {
    if (error instanceof QueryApiError && error.failure !== 'unreachable' && error.failure !== 'timeout') return []
    throw error
  }
}

/** The identical rule of that name, or else the first. */
function servedAs(rule: AlertingRule, served: readonly ApiRule[]): ApiRule | undefined {
  const namesakes = served.filter(({ kind, name }) => kind === 'alerting' && name === rule.name)
  return namesakes.find((other) => isSameRule(rule, other)) ?? namesakes[0]
}

function isSameRule(rule: AlertingRule, served: ApiRule): boolean {
  return normalised(rule.expression) === normalised(served.query) && rule.forSeconds === served.forSeconds
}

/** The server formats expressions differently. */
function normalised(expression: string): string {
  try {
    return formatExpression(parseExpression(expression)).replaceAll(' ', '')
  } catch (error) {
    if (error instanceof PromqlError) return expression.replace(/\s+/g, '')
    throw error
  }
}
