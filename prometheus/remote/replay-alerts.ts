// Alerting rules that no server evaluates: their expressions are queried over the run, and Prometheus' alert states are
// applied to the answers here.

import type { AlertHistory, AlertState } from '../../core/run/alert.ts'
import { type AlertingRule, everyRule, type RuleFile, type RuleGroup } from '../alerting/rule-file.ts'
import { RuleManager } from '../alerting/rule-manager.ts'
import type { LiveAlerts } from '../api/live-alerts.ts'
import type { ObservedRun } from '../api/monitor-adapter.ts'
import type { QueryApi } from '../api/query-api.ts'
import { secondOfRun } from '../observation/run-time.ts'
import { steadyWallClock } from '../observation/steady-wall-clock.ts'
import type { InstantSample } from '../promql/evaluate/instant-sample.ts'
import type { Query } from '../promql/query.ts'

type Results = (expression: string, timestampMs: number) => readonly InstantSample[]

/** The file with these alerting rules alone. */
function withRules(ruleFile: RuleFile, rules: readonly AlertingRule[]): RuleFile {
  const kept = ruleFile.groups.map((group) => ({
    ...group,
    rules: everyRule(group).filter((rule) => rule.kind === 'alerting' && rules.includes(rule)),
  }))
  return { ...ruleFile, groups: kept.filter((group) => group.rules.length > 0) }
}

function managerOver(ruleFile: RuleFile, results: Results): RuleManager {
  const query: Query = (expression, timestampMs) => ({ type: 'vector', samples: results(expression, timestampMs) })
  return new RuleManager(ruleFile, query, () => {})
}

/** The alerts' histories over the run. Evaluation begins early enough before it for the state at its start to be known. */
export async function replayAlerts(
  api: QueryApi,
  file: RuleFile,
  rules: readonly AlertingRule[],
  run: ObservedRun,
  evaluationIntervalSeconds: number,
): Promise<readonly AlertHistory[]> {
  const ruleFile = withRules(file, rules)
  const answers = new Map<string, ReadonlyMap<number, readonly InstantSample[]>>()
  const manager = managerOver(ruleFile, (expression, timestampMs) => answers.get(expression)?.get(timestampMs) ?? [])
  for (const group of ruleFile.groups) {
    const instants = evaluationInstants(group, run, evaluationIntervalSeconds)
    const [fromMs = 0, stepMs] = [instants[0], (group.intervalSeconds ?? evaluationIntervalSeconds) * 1e3]
    // Rules are queried so long before their evaluation.
    const offsetMs = group.queryOffsetSeconds * 1e3
    const range = { fromMs: fromMs - offsetMs, toMs: run.endMs - offsetMs }
    for (const { expression } of group.rules) {
      const before = answers.get(expression) ?? []
      answers.set(expression, new Map([...before, ...(await elementsByInstant(api, expression, range, stepMs))]))
    }
    for (const instant of instants) manager.evaluate(group, instant, secondOfRun(run.time, instant))
  }
  return manager.histories.map(sinceStart)
}

function evaluationInstants(group: RuleGroup, { time, endMs }: ObservedRun, intervalSeconds: number): number[] {
  const stepMs = (group.intervalSeconds ?? intervalSeconds) * 1e3
  const memoriesMs = group.rules.map((rule) =>
    rule.kind === 'alerting' ? (rule.forSeconds + rule.keepFiringForSeconds) * 1e3 : 0,
  )
  const before = Math.ceil(Math.max(0, ...memoriesMs) / stepMs) + 1
  const zeroMs = Math.round(time.startedAtUnixMs)
  const after = Math.max(0, Math.floor((endMs - zeroMs) / stepMs))
  return Array.from({ length: before + after + 1 }, (_, i) => zeroMs + (i - before) * stepMs)
}

async function elementsByInstant(
  api: QueryApi,
  expression: string,
  range: { readonly fromMs: number; readonly toMs: number },
  stepMs: number,
): Promise<ReadonlyMap<number, readonly InstantSample[]>> {
  const elements = new Map<number, InstantSample[]>()
  for (const { labels, samples } of await api.queryRange(expression, range, stepMs))
    for (const { timestampMs, value } of samples) {
      const others = elements.get(timestampMs)
      if (others) others.push({ labels, value })
      else elements.set(timestampMs, [{ labels, value }])
    }
  return elements
}

/** The last state before the run becomes the state at second 0. */
function sinceStart(history: AlertHistory): AlertHistory {
  const before = history.transitions.findLast(({ at }) => at <= 0)
  const during = history.transitions.filter(({ at }) => at > 0)
  return { ...history, transitions: [...(before ? [{ ...before, at: 0 }] : []), ...during] }
}

/** The current states, evaluated at each request. */
export function replayedLive(api: QueryApi, file: RuleFile, rules: readonly AlertingRule[]): LiveAlerts {
  const ruleFile = withRules(file, rules)
  const answers = new Map<string, readonly InstantSample[]>()
  const wallClock = steadyWallClock()
  const manager = managerOver(ruleFile, (expression) => answers.get(expression) ?? [])
  return {
    async states(): Promise<ReadonlyMap<string, AlertState>> {
      const now = Math.round(wallClock())
      for (const group of ruleFile.groups) {
        for (const { expression } of group.rules) {
          const offsetMs = group.queryOffsetSeconds * 1e3
          const answer = await (offsetMs === 0 ? api.query(expression) : api.query(expression, now - offsetMs))
          answers.set(expression, answer.type === 'vector' ? answer.samples : [])
        }
        manager.evaluate(group, now, now / 1e3)
      }
      return new Map(Object.entries(manager.states))
    },
  }
}
