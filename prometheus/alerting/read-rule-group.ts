// Reads the groups and rules of a rule file from its YAML.

import type { Expression } from '../promql/expression/expression.ts'
import { parseExpression } from '../promql/parse/parse-expression.ts'
import { PromqlError } from '../promql/parse/promql-error.ts'
import type { Labels } from '../series/series.ts'
import type { Rule } from './rule-file.ts'
import type { ReadGroup, ReadRule } from './set-apart/set-apart.ts'
import { parseTemplate } from './template/parse-template.ts'
import { TemplateError } from './template/template-error.ts'
import type { PlacedNode, RuleYaml } from './yaml/rule-yaml.ts'

const GROUP_KEYS = ['name', 'interval', 'query_offset', 'limit', 'labels', 'rules'] as const
/** What Thanos reads, and the resource of Kubernetes has; Prometheus itself refuses a file with it. */
const THANOS_KEY = 'partial_response_strategy'
const RULE_KEYS = ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'] as const
const ALERT_ONLY_KEYS = ['for', 'keep_firing_for', 'annotations'] as const

/** @param isResource the groups stand in a PrometheusRule */
export function readRuleGroups(yaml: RuleYaml, root: PlacedNode, isResource = false): ReadGroup[] {
  const groups = yaml.mapping(root, ['groups']).get('groups')
  const names = new Set<string>()
  return (groups ? yaml.list(groups) : []).map((place) => {
    const group = readGroup(yaml, place, isResource)
    if (group.name === '') yaml.report(place, 'expected a group with a name')
    else if (names.has(group.name)) yaml.report(place, `expected group names that differ, got ${group.name} twice`)
    names.add(group.name)
    return group
  })
}

function readGroup(yaml: RuleYaml, place: PlacedNode, isResource: boolean): ReadGroup {
  const values = yaml.mapping(place, isResource ? [...GROUP_KEYS, THANOS_KEY] : GROUP_KEYS)
  const interval = optional(values.get('interval'), (node) => yaml.durationSeconds(node), 0)
  const labels = readLabels(yaml, values.get('labels'), false)
  const rules = values.get('rules')
  return {
    name: optional(values.get('name'), (node) => yaml.text(node), ''),
    intervalSeconds: interval === 0 ? null : interval,
    limit: optional(values.get('limit'), (node) => yaml.wholeNumber(node), 0),
    queryOffsetSeconds: optional(values.get('query_offset'), (node) => yaml.durationSeconds(node), 0),
    rules: (rules ? yaml.list(rules) : []).map((rule) => readRule(yaml, rule, labels)),
  }
}

function readRule(yaml: RuleYaml, place: PlacedNode, groupLabels: Labels): ReadRule {
  const values = yaml.mapping(place, RULE_KEYS)
  const text = (key: string) => optional(values.get(key), (node) => yaml.text(node), '')
  const seconds = (key: string) => optional(values.get(key), (node) => yaml.durationSeconds(node), 0)
  const record = text('record')
  const alert = text('alert')
  if ((record === '') === (alert === '')) {
    const got = record === '' ? 'neither' : 'both'
    yaml.report(place, `expected a rule with either alert or record, got ${got}`)
  }
  const { text: expression, ...read } = readExpression(yaml, place, values.get('expr'))
  const shared = {
    line: yaml.lineOf(place),
    expression,
    labels: { ...groupLabels, ...readLabels(yaml, values.get('labels'), alert !== '') },
  }
  if (record !== '') {
    checkRecordingRule(yaml, values, record)
    return { rule: { kind: 'recording', name: record, ...shared }, ...read }
  }
  const rule: Rule = {
    kind: 'alerting',
    name: alert,
    forSeconds: seconds('for'),
    keepFiringForSeconds: seconds('keep_firing_for'),
    annotations: readLabels(yaml, values.get('annotations'), true),
    ...shared,
  }
  return { rule, ...read }
}

function readExpression(
  yaml: RuleYaml,
  rule: PlacedNode,
  place: PlacedNode | undefined,
): Omit<ReadRule, 'rule'> & { readonly text: string } {
  const text = place ? yaml.text(place).trimEnd() : ''
  const lineAt = (index: number) => yaml.lineAt(place ?? rule, index)
  const read = (expression: Expression | null) => ({ text, expression, outside: null, lineAt })
  if (!place || text === '') {
    yaml.report(place ?? rule, 'expected a rule with an expression (expr)')
    return read(null)
  }
  try {
    return read(parseExpression(text))
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error
    const { message, part, problem, offset, unsupported } = error
    const line = lineAt(offset)
    if (unsupported) return { ...read(null), outside: { kind: 'part', part, line, problem } }
    yaml.report(place, `expected a PromQL expression, got one that fails at ${message}`, line)
    return read(null)
  }
}

function checkRecordingRule(yaml: RuleYaml, values: ReadonlyMap<string, PlacedNode>, record: string): void {
  for (const key of ALERT_ONLY_KEYS) {
    const place = values.get(key)
    if (place && !isUnset(yaml, key, place))
      yaml.report(place, `expected ${key} in alerting rules only, got it in the recording rule ${record}`)
  }
  const place = values.get('record')
  if (place && /[{}]/.test(record)) yaml.report(place, `expected the name of a series, got ${JSON.stringify(record)}`)
}

function isUnset(yaml: RuleYaml, key: (typeof ALERT_ONLY_KEYS)[number], place: PlacedNode): boolean {
  return key === 'annotations' ? yaml.mapping(place, null).size === 0 : yaml.durationSeconds(place) === 0
}

/** @param areTemplates the values of an alert are templates, those of a recording rule are not */
function readLabels(yaml: RuleYaml, place: PlacedNode | undefined, areTemplates: boolean): Labels {
  if (!place) return {}
  const entries = [...yaml.mapping(place, null)].map(([name, value]): [string, string] => {
    const text = yaml.text(value)
    if (name === '' || name === '__name__')
      yaml.report(value, `expected the name of a label, got ${JSON.stringify(name)}`)
    if (areTemplates) checkTemplate(yaml, value, text)
    return [name, text]
  })
  return Object.fromEntries(entries)
}

function checkTemplate(yaml: RuleYaml, place: PlacedNode, text: string): void {
  try {
    parseTemplate(text)
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    yaml.report(place, `expected a Go template, got ${JSON.stringify(text)}: ${error.message}`)
  }
}

function optional<T>(place: PlacedNode | undefined, read: (place: PlacedNode) => T, otherwise: T): T {
  return place ? read(place) : otherwise
}
