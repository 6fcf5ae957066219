// A Prometheus rule file, read as strictly as Prometheus reads it.
// Source: prometheus model/rulefmt/rulefmt.go (3.x).

import { UserError } from '../../core/user-error.ts'
import type { Labels } from '../series/series.ts'
import { readRuleGroups } from './read-rule-group.ts'
import { RuleYaml } from './rule-yaml.ts'

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

/**
 * @param fileName for messages
 * @throws UserError that names every problem on a line of its own: file, line, path, what was expected, what was got
 */
export function parseRuleFile(text: string, fileName: string): RuleFile {
  const reader = new RuleYaml(text, fileName)
  const groups = reader.root === null ? [] : readRuleGroups(reader, reader.root)
  if (reader.problems.length > 0) throw new UserError(reader.problems.join('\n'))
  return { file: fileName, text, groups }
}

/** The alerting rules of all groups, in their order. */
export function alertingRules(file: RuleFile): readonly AlertingRule[] {
  return file.groups.flatMap((group) => group.rules.filter((rule) => rule.kind === 'alerting'))
}
