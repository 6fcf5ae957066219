// One evaluation of a rule group: its rules in their order, each seeing what those before it recorded.
// Source: prometheus rules/group.go, Group.Eval; rules/recording.go; rules/alerting.go.

import { EvaluationError } from '../promql/evaluate/evaluation-error.ts'
import type { InstantSample } from '../promql/evaluate/instant-sample.ts'
import { type Query, resultElements } from '../promql/query.ts'
import { labelSignature, rememberedFor } from '../series/labels.ts'
import type { Labels } from '../series/series.ts'
import { type ActiveAlert, type ActiveAlerts, type AlertElement, stepAlerts } from './alert-state.ts'
import { renderLabelTemplate } from './label-template.ts'
import { RuleError } from './rule-error.ts'
import type { AlertingRule, RecordingRule, Rule, RuleGroup } from './rule-file.ts'

/** Where recorded series go. A null value ends the series. */
export type RecordSample = (labels: Labels, timestampMs: number, value: number | null) => void

export interface RuleState {
  /** Empty for recording rules. */
  readonly active: ActiveAlerts
  /** The series of the last evaluation that succeeded: those that are not recorded again end. */
  readonly recorded: ReadonlyMap<string, Labels>
}

export interface RuleEvaluation {
  readonly rule: Rule
  readonly state: RuleState
  /** What the expression returned. */
  readonly elements: readonly InstantSample[]
  /** Null where it succeeded; after an error the state is unchanged. */
  readonly error: string | null
}

export const NEW_RULE_STATE: RuleState = { active: new Map(), recorded: new Map() }

export interface SampleToRecord {
  readonly labels: Labels
  readonly value: number
}

/** @param states one for each rule, in the order of the rules */
export function evaluateRules(
  group: RuleGroup,
  states: readonly RuleState[],
  timestampMs: number,
  query: Query,
  record: RecordSample,
): readonly RuleEvaluation[] {
  return group.rules.map((rule, i) => {
    const before = states[i] ?? NEW_RULE_STATE
    try {
      return evaluateRule(group, rule, before, timestampMs, query, record)
    } catch (error) {
      if (!(error instanceof RuleError || error instanceof EvaluationError)) throw error
      const state = error instanceof AlertLimitError ? { ...before, active: NEW_RULE_STATE.active } : before
      return { rule, state, elements: [], error: error.message }
    }
  })
}

function evaluateRule(
  group: RuleGroup,
  rule: Rule,
  before: RuleState,
  timestampMs: number,
  query: Query,
  record: RecordSample,
): RuleEvaluation {
  const queriedAtMs = timestampMs - group.queryOffsetSeconds * 1e3
  const elements = resultElements(query(rule.expression, queriedAtMs))
  const active = rule.kind === 'alerting' ? nextAlerts(rule, before.active, elements, timestampMs) : before.active
  if (rule.kind === 'alerting') checkLimit(group.limit, active.size, 'alerts')
  const samples = rule.kind === 'alerting' ? alertSamples(rule, active) : recordedSamples(rule, elements)
  if (rule.kind === 'recording') checkLimit(group.limit, samples.length, 'series')

  const recorded = new Map<string, Labels>()
  for (const { labels, value } of samples) {
    record(labels, queriedAtMs, value)
    recorded.set(labelSignature(labels), labels)
  }
  for (const [key, labels] of before.recorded) if (!recorded.has(key)) record(labels, queriedAtMs, null)
  return { rule, state: { active, recorded }, elements, error: null }
}

/** An alerting rule that exceeds the limit of its group drops its alerts. */
class AlertLimitError extends RuleError {}

function checkLimit(limit: number, count: number, what: 'alerts' | 'series'): void {
  if (limit === 0 || count <= limit) return
  const message = `exceeded the group's limit of ${limit} with ${count} ${what}`
  throw what === 'alerts' ? new AlertLimitError(message) : new RuleError(message)
}

function nextAlerts(
  rule: AlertingRule,
  active: ActiveAlerts,
  elements: readonly InstantSample[],
  timestampMs: number,
): ActiveAlerts {
  return stepAlerts(rule, active, alertElements(rule, elements), timestampMs)
}

/** What the expression returned, each with the labels that the alert has. In the same order. */
export function alertElements(rule: AlertingRule, elements: readonly InstantSample[]): AlertElement[] {
  return elements.map(({ labels, value }) => ({
    labels: withLabels(labels, [...renderedLabels(rule, labels, value), ['alertname', rule.name], ['__name__', '']]),
    value,
  }))
}

function renderedLabels(rule: AlertingRule, labels: Labels, value: number): [string, string][] {
  return Object.entries(rule.labels).map(([name, text]) => [name, renderLabelTemplate(text, labels, value)])
}

/** ALERTS and ALERTS_FOR_STATE, which rules may refer to. */
export function alertSamples(rule: AlertingRule, active: ActiveAlerts): SampleToRecord[] {
  return [...active.values()].flatMap((alert: ActiveAlert) => [
    {
      labels: withLabels(alert.labels, [
        ['__name__', 'ALERTS'],
        ['alertname', rule.name],
        ['alertstate', alert.state],
      ]),
      value: 1,
    },
    {
      labels: withLabels(alert.labels, [
        ['__name__', 'ALERTS_FOR_STATE'],
        ['alertname', rule.name],
      ]),
      value: Math.floor(alert.activeAtMs / 1e3),
    },
  ])
}

/** In the order of the elements. @throws RuleError where two have the same labels */
export function recordedSamples(rule: RecordingRule, elements: readonly InstantSample[]): SampleToRecord[] {
  const keys = new Set<string>()
  return elements.map(({ labels, value }) => {
    const recorded = labelsAsRecorded(rule)(labels)
    const key = labelSignature(recorded)
    if (keys.has(key)) throw new RuleError('two results have the same labels once those of the rule are applied')
    keys.add(key)
    return { labels: recorded, value }
  })
}

const recordedLabels = new WeakMap<RecordingRule, (labels: Labels) => Labels>()

/** A rule mostly records the series that it recorded before. */
function labelsAsRecorded(rule: RecordingRule): (labels: Labels) => Labels {
  const known = recordedLabels.get(rule)
  if (known) return known
  const others = [['__name__', rule.name] as const, ...Object.entries(rule.labels)]
  const remembering = rememberedFor((labels) => withLabels(labels, others))
  recordedLabels.set(rule, remembering)
  return remembering
}

/** The labels with others set; a label that is set to the empty string is removed. */
export function withLabels(labels: Labels, others: readonly (readonly [string, string])[]): Labels {
  const names = new Set(others.map(([name]) => name))
  const kept = Object.entries(labels).filter(([name]) => !names.has(name))
  return Object.fromEntries([...kept, ...others.filter(([, value]) => value !== '')])
}
