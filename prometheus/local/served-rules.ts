// The rules of a file as evaluated by the Prometheus that loaded it.

import { type AlertingRule, everyRule, fileOfRule, type RuleFile } from '../alerting/rule-file.ts'
import { collectHistory } from '../api/collect/alert-histories.ts'
import type { CollectedAlerts } from '../api/monitor-adapter.ts'
import type { ApiRule, QueryApi } from '../api/query-api.ts'
import type { RunTime } from '../observation/run-time.ts'

/** One alerting rule, and the server's report on it. */
export interface ServedRule {
  readonly rule: AlertingRule
  readonly served: ApiRule
}

/** The server sorts groups by name and keeps the order of the rules within them. */
export function servedRules(ruleFile: RuleFile, served: readonly ApiRule[]): readonly ServedRule[] {
  return ruleFile.groups.flatMap((group) =>
    everyRule(group).flatMap((rule, index) => {
      const found = served.find((other) => other.group === group.name && other.index === index)
      return rule.kind === 'alerting' && found ? [{ rule, served: found }] : []
    }),
  )
}

/** Whether all of them were evaluated after an instant. */
export function wereEvaluatedAfter(rules: readonly ServedRule[], atMs: number): boolean {
  return rules.every(({ served }) => (served.lastEvaluationMs ?? 0) > atMs)
}

export async function collectServedAlerts(
  api: QueryApi,
  ruleFile: RuleFile | null,
  time: RunTime,
): Promise<CollectedAlerts> {
  if (!ruleFile) return { histories: [], evaluatedAtMs: null, problems: [] }
  const rules = servedRules(ruleFile, await api.rules())
  const histories = await Promise.all(
    rules.map(({ rule, served }) => {
      const lastEvaluationMs = served.lastEvaluationMs ?? time.startedAtUnixMs
      return collectHistory(
        api,
        rule,
        ruleFile,
        { lastEvaluationMs, intervalMs: served.groupIntervalSeconds * 1e3 },
        time,
      )
    }),
  )
  const problems = rules.flatMap(({ rule, served }) =>
    served.lastError === null ? [] : [`${fileOfRule(ruleFile, rule)}:${rule.line} ${rule.name}: ${served.lastError}`],
  )
  const first = histories[0]?.transitions[0]
  return { histories, evaluatedAtMs: first ? time.startedAtUnixMs + first.at * 1e3 : null, problems }
}
