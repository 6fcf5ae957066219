// What became of alerting rules over a run, read off the series that the Prometheus which evaluated them wrote.

import type { AlertHistory, AlertTransition } from '../../../core/run/alert.ts'
import { emptyHistory } from '../../alerting/alert-history.ts'
import type { AlertingRule } from '../../alerting/rule-file.ts'
import { type RunTime, secondOfRun } from '../../observation/run-time.ts'
import { labelValue } from '../../series/labels.ts'
import type { Labels, Series } from '../../series/series.ts'
import type { QueryApi, TimeRange } from '../query-api.ts'
import { type AlertSeries, type Evaluations, type StateChange, stateChanges } from './alert-series.ts'

/** When a rule was last evaluated, and how often it is: what the server says, or what is known of it otherwise. */
export interface RuleSchedule {
  readonly lastEvaluationMs: number
  readonly intervalMs: number
}

/** @param isOurs which alerts of that name belong to the run; by their labels */
export async function collectHistory(
  api: QueryApi,
  rule: AlertingRule,
  schedule: RuleSchedule,
  time: RunTime,
  isOurs: (labels: Labels) => boolean = () => true,
): Promise<AlertHistory> {
  const range = { fromMs: time.startedAtUnixMs - schedule.intervalMs, toMs: schedule.lastEvaluationMs }
  const series = await alertSeries(api, rule, range, isOurs)
  const changes = stateChanges(series, evaluationsOf(series, schedule, time))
  const transitions = await Promise.all(changes.map((change) => transitionOf(api, rule, change, time)))
  return { ...emptyHistory(rule), transitions }
}

async function alertSeries(
  api: QueryApi,
  rule: AlertingRule,
  range: TimeRange,
  isOurs: (labels: Labels) => boolean,
): Promise<AlertSeries> {
  const selector = `{alertname=${JSON.stringify(rule.name)}}`
  const [states, activeSince] = await Promise.all(
    ['ALERTS', 'ALERTS_FOR_STATE'].map(async (name) => {
      const series = await api.rawSamples(`${name}${selector}`, range)
      return series.filter(({ labels }) => isOfRule(rule, labels) && isOurs(labels))
    }),
  )
  return { states: states ?? [], activeSince: activeSince ?? [] }
}

/** Rules may share a name: they are told apart by the labels that they set. */
function isOfRule(rule: AlertingRule, labels: Labels): boolean {
  const fixed = Object.entries(rule.labels).filter(([, text]) => !text.includes('{{'))
  return fixed.every(([name, text]) => labelValue(labels, name) === text)
}

/** A server tells when an evaluation began by its clock; the samples carry the exact instant. */
function evaluationsOf(
  series: AlertSeries,
  { lastEvaluationMs, intervalMs }: RuleSchedule,
  time: RunTime,
): Evaluations {
  const known = firstInstant(series.states) ?? lastEvaluationMs
  const sinceZero = (known - time.startedAtUnixMs) / intervalMs
  return { firstMs: known - Math.floor(sinceZero) * intervalMs, lastMs: lastEvaluationMs, intervalMs }
}

function firstInstant(series: readonly Series[]): number | undefined {
  return series[0]?.samples[0]?.timestampMs
}

/** With the value that the rule saw: asked again at that instant it is the same, unless a scrape was under way then. */
async function transitionOf(
  api: QueryApi,
  { expression }: AlertingRule,
  { atMs, state }: StateChange,
  time: RunTime,
): Promise<AlertTransition> {
  const at = secondOfRun(time, atMs)
  if (state === 'inactive') return { at, state, value: null }
  const answer = await api.query(expression, atMs)
  const values = answer.type === 'vector' ? answer.samples.map(({ value }) => value) : []
  const numbers = values.filter((value) => !Number.isNaN(value))
  return { at, state, value: numbers.length === 0 ? null : Math.max(...numbers) }
}
