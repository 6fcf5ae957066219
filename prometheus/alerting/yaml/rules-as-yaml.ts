// A rule file as text that a Prometheus loads: its groups, with the rules that are not evaluated here. Comments of the file
// that they were read from are not in it, and the labels of a group stand on its rules.

import { stringify } from 'yaml'
import { formatPrometheusSeconds } from '../../promql/prometheus-duration.ts'
import type { Labels } from '../../series/series.ts'
import { everyRule, type Rule, type RuleFile, type RuleGroup } from '../rule-file.ts'

/** Only the groups that have rules: Prometheus takes empty ones, people wonder. */
export function rulesAsYaml({ groups }: Pick<RuleFile, 'groups'>): string {
  const written = groups.map(groupAsPlain).filter(({ rules }) => rules.length > 0)
  return stringify({ groups: uniquelyNamed(written) }, { lineWidth: 0 })
}

function groupAsPlain(group: RuleGroup) {
  const { name, intervalSeconds, limit, queryOffsetSeconds } = group
  return {
    name,
    ...(intervalSeconds !== null && { interval: formatPrometheusSeconds(intervalSeconds) }),
    ...(limit > 0 && { limit }),
    ...(queryOffsetSeconds > 0 && { query_offset: formatPrometheusSeconds(queryOffsetSeconds) }),
    rules: everyRule(group).map(ruleAsPlain),
  }
}

function ruleAsPlain(rule: Rule) {
  const labels = Object.keys(rule.labels).length > 0 && { labels: rule.labels }
  if (rule.kind === 'recording') return { record: rule.name, expr: rule.expression.trim(), ...labels }
  const { forSeconds, keepFiringForSeconds, annotations } = rule
  return {
    alert: rule.name,
    expr: rule.expression.trim(),
    ...(forSeconds > 0 && { for: formatPrometheusSeconds(forSeconds) }),
    ...(keepFiringForSeconds > 0 && { keep_firing_for: formatPrometheusSeconds(keepFiringForSeconds) }),
    ...labels,
    ...(hasAny(annotations) && { annotations }),
  }
}

function hasAny(labels: Labels): boolean {
  return Object.keys(labels).length > 0
}

/** In one file no two groups may have one name; those of several files may. */
export function uniquelyNamed<Group extends { readonly name: string }>(groups: readonly Group[]): readonly Group[] {
  const taken = new Set<string>()
  return groups.map((group) => {
    let name = group.name
    for (let i = 2; taken.has(name); i++) name = `${group.name} (${i})`
    taken.add(name)
    return { ...group, name }
  })
}
