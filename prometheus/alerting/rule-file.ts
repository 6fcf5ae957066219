// The groups and rules of a Prometheus rule file.

import { assertNever } from '../../core/assert-never.ts'
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
  /** The file that it stands in, where several were joined. */
  readonly file?: string
  /** Null where the global evaluation interval applies. */
  readonly intervalSeconds: number | null
  /** The most alerts or series that a rule of the group may produce; 0 for no limit. */
  readonly limit: number
  /** How long before the evaluation its rules are queried. */
  readonly queryOffsetSeconds: number
  /** Evaluated in this order, so that a rule sees what the ones before it recorded. */
  readonly rules: readonly Rule[]
  /** Rules that only a real Prometheus evaluates, and those that read what such rules record. Absent where there are none. */
  readonly unsupported?: readonly UnsupportedRule[]
}

export interface UnsupportedRule {
  readonly rule: Rule
  /** Its place among all rules of the group, from 0. */
  readonly index: number
  readonly reason: NotEvaluated
  /** The reason as a phrase: ``\`predict_linear\` at line 31 (…)``. */
  readonly problem: string
}

/** Why a rule is not evaluated here. Lines are those of the file. */
export type NotEvaluated =
  /** A part of its expression is outside of the subset of PromQL. */
  | { readonly kind: 'part'; readonly part: string; readonly line: number; readonly problem: string }
  /** It reads a native histogram, and only classic buckets are scraped here. */
  | { readonly kind: 'native'; readonly part: string; readonly line: number; readonly metric: string }
  /** It reads what a service tells of itself beside its requests, and the service is simulated. */
  | { readonly kind: 'notSimulated'; readonly metric: string }
  /** It reads a series that such a rule records. */
  | {
      readonly kind: 'reads'
      readonly name: string
      readonly line: number
      /** Of the rule that records it; absent where it is that of the reader. */
      readonly file?: string
      readonly because: NotEvaluated
    }

/** `` `predict_linear` at line 31 (…)`` */
export function notEvaluatedBecause(reason: NotEvaluated): string {
  switch (reason.kind) {
    case 'part':
      return `\`${reason.part}\` at line ${reason.line} (${reason.problem})`
    case 'native':
      return `\`${reason.part}\` at line ${reason.line} reads the native histogram ${reason.metric}, and no native samples are scraped here (${reason.metric}_bucket with by (le) reads classic buckets)`
    case 'notSimulated':
      return `it reads ${reason.metric}, which a simulated service does not have`
    case 'reads':
      return `it reads ${reason.name}, which the rule at ${reason.file === undefined ? 'line ' : `${reason.file}:`}${reason.line} records, and that one is not: ${notEvaluatedBecause(reason.because)}`
    default:
      return assertNever(reason)
  }
}

/** Whether a run of the scenario evaluates it, and nothing but a simulation does not. */
export function isEvaluatedInRun(reason: NotEvaluated): boolean {
  return reason.kind === 'reads' ? isEvaluatedInRun(reason.because) : reason.kind === 'notSimulated'
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
  /** How many Kubernetes resources of the file are no PrometheusRule. Absent where there are none. */
  readonly otherResources?: number
  /** The line of a further document of YAML, which Prometheus does not read. Absent where there is none. */
  readonly unreadFrom?: number
  /** Where several files were joined for a run: each of them. `file` names them all, and `text` has the rules of all. */
  readonly sources?: readonly Pick<RuleFile, 'file' | 'text' | 'unreadFrom'>[]
  /** What is to be said of files that a folder or a pattern brought and that hold no rules. Absent where there is nothing. */
  readonly notes?: readonly string[]
}

/** The file that a rule stands in, as messages show it. */
export function fileOfRule({ groups, file }: RuleFile, rule: Rule): string {
  return groups.find((group) => everyRule(group).includes(rule))?.file ?? file
}

/** The alerting rules of all groups, in their order. */
export function alertingRules(file: RuleFile): readonly AlertingRule[] {
  return file.groups.flatMap((group) => group.rules.filter((rule) => rule.kind === 'alerting'))
}

/** The recording rules of all groups, in their order. */
export function recordingRules(file: RuleFile): readonly RecordingRule[] {
  return file.groups.flatMap((group) => group.rules.filter((rule) => rule.kind === 'recording'))
}

/** What is to be said of documents and files that are not read; none where there are none. */
export function unreadParts(ruleFile: RuleFile): readonly string[] {
  const { sources = [ruleFile], notes = [] } = ruleFile
  return [...sources.flatMap(unreadDocument), ...notes]
}

function unreadDocument({ file, unreadFrom }: Pick<RuleFile, 'file' | 'unreadFrom'>): readonly string[] {
  if (unreadFrom === undefined) return []
  return [
    `${file}:${unreadFrom}: warning: another YAML document begins here, and Prometheus reads the first one alone: the rules from here on are never loaded, without a word; give them a file of their own`,
  ]
}
