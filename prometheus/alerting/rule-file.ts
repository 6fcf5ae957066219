// The groups and rules of a Prometheus rule file.

import type { Labels } from '../series/series.ts'

interface RuleOrigin {
  /** The line of the file on which the rule starts, from 1. */
  readonly line: number
  /** As written. */
  readonly expression: string
  /** Values may hold Go templates: `{{ $labels.route }}`. The group's labels are among them. */
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
  /** The name of the series that it makes. */
  readonly name: string
}

export type Rule = AlertingRule | RecordingRule

export interface RuleGroup {
  readonly name: string
  /** Null where the evaluation interval in general holds. */
  readonly intervalSeconds: number | null
  /** The most alerts or series that a rule of the group may make; 0 for no limit. */
  readonly limit: number
  /** How far back its rules are evaluated. */
  readonly queryOffsetSeconds: number
  /** Evaluated in this order, so that a rule sees what the ones before it recorded. */
  readonly rules: readonly Rule[]
}

export interface RuleFile {
  /** As given to the parser; for messages. */
  readonly file: string
  /** The text that the groups were parsed from: whoever needs the rules again takes this, for the file may have changed. */
  readonly text: string
  readonly groups: readonly RuleGroup[]
}

/** The alerting rules of all groups, in their order. */
export function alertingRules(file: RuleFile): readonly AlertingRule[] {
  return file.groups.flatMap((group) => group.rules.filter((rule) => rule.kind === 'alerting'))
}
