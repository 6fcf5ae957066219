// The groups and rules of a Prometheus rule file.

import type { Labels } from '../series/series.ts'

interface RuleOrigin {
  /** The line of the file on which the rule starts, from 1. */
  readonly line: number
  /** As written. */
  readonly expression: string
  /** Values may hold Go templates: `{{ $labels.route }}`. Includes the labels of the group. */
  readonly labels: Labels
}

export interface AlertingRule extends RuleOrigin {
  readonly kind: 'alerting'
  readonly name: string
  readonly forSeconds: number
  readonly keepFiringForSeconds: number
  /** Templates are left as they are. */
  readonly annotations: Labels
}

export interface RecordingRule extends RuleOrigin {
  readonly kind: 'recording'
  /** The name of the series that it records. */
  readonly name: string
}

export type Rule = AlertingRule | RecordingRule

export interface RuleGroup {
  readonly name: string
  /** Null where the global evaluation interval applies. */
  readonly intervalSeconds: number | null
  /** The most alerts or series that a rule of the group may produce; 0 for no limit. */
  readonly limit: number
  /** How long before the evaluation its rules are queried. */
  readonly queryOffsetSeconds: number
  /** Evaluated in this order, so that a rule sees what the ones before it recorded. */
  readonly rules: readonly Rule[]
  /** Rules with PromQL that only a real Prometheus evaluates. Absent where there are none. */
  readonly unsupported?: readonly UnsupportedRule[]
}

export interface UnsupportedRule {
  readonly rule: Rule
  /** Its place among all rules of the group, from 0. */
  readonly index: number
  /** What is not evaluated here, and where in the expression. */
  readonly problem: string
}

/** All rules of a group, those that are not evaluated here included, in the order of the file. */
export function everyRule({ rules, unsupported = [] }: RuleGroup): readonly Rule[] {
  const all = [...rules]
  for (const { rule, index } of unsupported) all.splice(index, 0, rule)
  return all
}

/** The alerting rules of all groups, those that are not evaluated here included. */
export function everyAlertingRule(file: RuleFile): readonly AlertingRule[] {
  return file.groups.flatMap((group) => everyRule(group).filter((rule) => rule.kind === 'alerting'))
}

export interface RuleFile {
  /** As given to the parser; for messages. */
  readonly file: string
  /** The text that the groups were parsed from. The file itself may change during a run and is never read again. */
  readonly text: string
  readonly groups: readonly RuleGroup[]
}

/** The alerting rules of all groups, in their order. */
export function alertingRules(file: RuleFile): readonly AlertingRule[] {
  return file.groups.flatMap((group) => group.rules.filter((rule) => rule.kind === 'alerting'))
}

/** The recording rules of all groups, in their order. */
export function recordingRules(file: RuleFile): readonly RecordingRule[] {
  return file.groups.flatMap((group) => group.rules.filter((rule) => rule.kind === 'recording'))
}
