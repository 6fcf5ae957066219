// The groups and rules of a rule file, out of its YAML.

import { parseExpression } from '../promql/parse/parse-expression.ts'
import { PromqlError } from '../promql/parse/promql-error.ts'
import type { Labels } from '../series/series.ts'
import type { Rule, RuleGroup } from './rule-file.ts'
import type { PlacedNode, RuleYaml } from './rule-yaml.ts'

const GROUP_KEYS = ['name', 'interval', 'query_offset', 'limit', 'labels', 'rules'] as const
const RULE_KEYS = ['record', 'alert', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'] as const
const ALERT_ONLY_KEYS = ['for', 'keep_firing_for', 'annotations'] as const

export function readRuleGroups(reader: RuleYaml, root: PlacedNode): RuleGroup[] {
  const groups = reader.mapping(root, ['groups']).get('groups')
  const names = new Set<string>()
  return (groups ? reader.list(groups) : []).map((place) => {
    const group = readGroup(reader, place)
    if (group.name === '') reader.report(place, 'expected a group with a name')
    else if (names.has(group.name)) reader.report(place, `expected group names that differ, got ${group.name} twice`)
    names.add(group.name)
    return group
  })
}

function readGroup(reader: RuleYaml, place: PlacedNode): RuleGroup {
  const values = reader.mapping(place, GROUP_KEYS)
  const interval = optional(values.get('interval'), (node) => reader.durationSeconds(node), 0)
  const labels = readLabels(reader, values.get('labels'))
  const rules = values.get('rules')
  return {
    name: optional(values.get('name'), (node) => reader.text(node), ''),
    intervalSeconds: interval === 0 ? null : interval,
    limit: optional(values.get('limit'), (node) => reader.wholeNumber(node), 0),
    queryOffsetSeconds: optional(values.get('query_offset'), (node) => reader.durationSeconds(node), 0),
    rules: (rules ? reader.list(rules) : []).map((rule) => readRule(reader, rule, labels)),
  }
}

function readRule(reader: RuleYaml, place: PlacedNode, groupLabels: Labels): Rule {
  const values = reader.mapping(place, RULE_KEYS)
  const text = (key: string) => optional(values.get(key), (node) => reader.text(node), '')
  const seconds = (key: string) => optional(values.get(key), (node) => reader.durationSeconds(node), 0)
  const record = text('record')
  const alert = text('alert')
  if ((record === '') === (alert === '')) {
    const got = record === '' ? 'neither' : 'both'
    reader.report(place, `expected a rule with either alert or record, got ${got}`)
  }
  const shared = {
    line: reader.lineOf(place),
    expression: readExpression(reader, place, values.get('expr')),
    labels: { ...groupLabels, ...readLabels(reader, values.get('labels')) },
  }
  if (record !== '') {
    checkRecordingRule(reader, values, record)
    return { kind: 'recording', name: record, ...shared }
  }
  return {
    kind: 'alerting',
    name: alert,
    forSeconds: seconds('for'),
    keepFiringForSeconds: seconds('keep_firing_for'),
    annotations: readLabels(reader, values.get('annotations')),
    ...shared,
  }
}

function readExpression(reader: RuleYaml, rule: PlacedNode, place: PlacedNode | undefined): string {
  const text = place ? reader.text(place).trimEnd() : ''
  if (!place || text === '') {
    reader.report(place ?? rule, 'expected a rule with an expression (expr)')
    return ''
  }
  try {
    parseExpression(text)
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error
    reader.report(place, `expected a PromQL expression, got one that fails at ${error.message}`, error.line)
  }
  return text
}

function checkRecordingRule(reader: RuleYaml, values: ReadonlyMap<string, PlacedNode>, record: string): void {
  for (const key of ALERT_ONLY_KEYS) {
    const place = values.get(key)
    if (place && !isUnset(reader, key, place))
      reader.report(place, `expected ${key} in alerting rules only, got it in the recording rule ${record}`)
  }
  const place = values.get('record')
  if (place && /[{}]/.test(record)) reader.report(place, `expected the name of a series, got ${JSON.stringify(record)}`)
}

function isUnset(reader: RuleYaml, key: (typeof ALERT_ONLY_KEYS)[number], place: PlacedNode): boolean {
  return key === 'annotations' ? reader.mapping(place, null).size === 0 : reader.durationSeconds(place) === 0
}

function readLabels(reader: RuleYaml, place: PlacedNode | undefined): Labels {
  if (!place) return {}
  const entries = [...reader.mapping(place, null)].map(([name, value]): [string, string] => {
    const text = reader.text(value)
    if (name === '' || name === '__name__')
      reader.report(value, `expected the name of a label, got ${JSON.stringify(name)}`)
    if (text.split('{{').length !== text.split('}}').length)
      reader.report(value, `expected a template with as many {{ as }}, got ${JSON.stringify(text)}`)
    return [name, text]
  })
  return Object.fromEntries(entries)
}

function optional<T>(place: PlacedNode | undefined, read: (place: PlacedNode) => T, otherwise: T): T {
  return place ? read(place) : otherwise
}
