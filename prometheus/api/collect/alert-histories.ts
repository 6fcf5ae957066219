// The histories of alerting rules over a run, from the series that the evaluating Prometheus wrote.

import type { AlertHistory, AlertTransition } from '../../../core/run/alert.ts'
import { emptyHistory } from '../../alerting/alert-history.ts'
import { type AlertingRule, everyRule, type RuleFile } from '../../alerting/rule-file.ts'
import { type RunTime, secondOfRun } from '../../observation/run-time.ts'
import { labelValue } from '../../series/labels.ts'
import type { Labels, Series } from '../../series/series.ts'
import type { QueryApi, TimeRange } from '../query-api.ts'
import { type AlertSeries, type Evaluations, type StateChange, stateChanges } from './alert-series.ts'

/** When a rule was last evaluated, and how often: as the server reports it, or else as configured. */
export interface RuleSchedule {
  readonly lastEvaluationMs: number
  readonly intervalMs: number
}

/**
 * @param ruleFile the file of the rule
 * @param isOurs whether an alert of that name with these labels belongs to the run
 */
export async function collectHistory(
  api: QueryApi,
  rule: AlertingRule,
  ruleFile: RuleFile | null,
  schedule: RuleSchedule,
  time: RunTime,
  isOurs: (labels: Labels) => boolean = () => true,
): Promise<AlertHistory> {
  const offsetMs = queryOffsetMs(rule, ruleFile)
  const range = { fromMs: time.startedAtUnixMs - schedule.intervalMs, toMs: schedule.lastEvaluationMs }
  const series = await alertSeries(api, rule, { range, offsetMs, isOurs })
  const changes = stateChanges(series, evaluationsOf(series, schedule, time))
  const transitions = await Promise.all(changes.map((change) => transitionOf(api, rule, change, { time, offsetMs })))
  return { ...emptyHistory(rule, ruleFile), transitions }
}

/** A rule is queried so long before its evaluation, and the series that it writes have the time of the query. */
function queryOffsetMs({ line, name }: AlertingRule, ruleFile: RuleFile | null): number {
  const group = ruleFile?.groups.find((one) => everyRule(one).some((rule) => rule.line === line && rule.name === name))
  return (group?.queryOffsetSeconds ?? 0) * 1e3
}

interface Wanted {
  /** Of evaluations. */
  readonly range: TimeRange
  readonly offsetMs: number
  readonly isOurs: (labels: Labels) => boolean
}

/** With the times of the evaluations. */
async function alertSeries(
  api: QueryApi,
  rule: AlertingRule,
  { range: { fromMs, toMs }, offsetMs, isOurs }: Wanted,
): Promise<AlertSeries> {
  const range = { fromMs: fromMs - offsetMs, toMs: toMs - offsetMs }
  const selector = `{alertname=${JSON.stringify(rule.name)}}`
  const [states, activeSince] = await Promise.all(
    ['ALERTS', 'ALERTS_FOR_STATE'].map(async (name) => {
      const series = await api.rawSamples(`${name}${selector}`, range)
      return series
        .filter(({ labels }) => isOfRule(rule, labels) && isOurs(labels))
        .map(({ labels, samples }) => ({
          labels,
          samples: samples.map(({ timestampMs, value }) => ({ timestampMs: timestampMs + offsetMs, value })),
        }))
    }),
  )
  return { states: states ?? [], activeSince: activeSince ?? [] }
}

/** Rules that share a name differ in the labels that they set. */
function isOfRule(rule: AlertingRule, labels: Labels): boolean {
  const fixed = Object.entries(rule.labels).filter(([, text]) => !text.includes('{{'))
  return fixed.every(([name, text]) => labelValue(labels, name) === text)
}

/** A server reports by its clock when an evaluation began; the samples carry the exact timestamp. */
function evaluationsOf(
  series: AlertSeries,
  { lastEvaluationMs, intervalMs }: RuleSchedule,
  time: RunTime,
): Evaluations {
  const known = firstInstant(series.states) ?? lastEvaluationMs
  const sinceStart = (known - time.startedAtUnixMs) / intervalMs
  return { firstMs: known - Math.floor(sinceStart) * intervalMs, lastMs: lastEvaluationMs, intervalMs }
}

function firstInstant(series: readonly Series[]): number | undefined {
  return series[0]?.samples[0]?.timestampMs
}

/** With the value that the rule saw: a query at that instant returns it again, unless a scrape was in progress then. */
async function transitionOf(
  api: QueryApi,
  { expression }: AlertingRule,
  { atMs, state }: StateChange,
  { time, offsetMs }: { readonly time: RunTime; readonly offsetMs: number },
): Promise<AlertTransition> {
  const at = secondOfRun(time, atMs)
  if (state === 'inactive') return { at, state, value: null }
  const answer = await api.query(expression, atMs - offsetMs)
  const values = answer.type === 'vector' ? answer.samples.map(({ value }) => value) : []
  const numbers = values.filter((value) => !Number.isNaN(value))
  return { at, state, value: numbers.length === 0 ? null : Math.max(...numbers) }
}
