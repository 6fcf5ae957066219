// Reads a Prometheus rule file as strictly as Prometheus does. The rules of a PrometheusRule, the resource of Kubernetes
// that holds a rule file, are read too.
// Source: prometheus model/rulefmt/rulefmt.go (3.x); prometheus-operator, PrometheusRule.

import { stringify } from 'yaml'
import { fileKind } from '../../core/file-kind.ts'
import { UserError } from '../../core/user-error.ts'
import { readRuleGroups } from './read-rule-group.ts'
import type { RuleFile } from './rule-file.ts'
import { type PlacedNode, RuleYaml } from './rule-yaml.ts'

/**
 * @param fileName for messages
 * @throws UserError with one line for each problem: file, line, path, what was expected, what was got
 */
export function parseRuleFile(text: string, fileName: string): RuleFile {
  const yaml = new RuleYaml(text, fileName)
  const kind = fileKind(yaml.valueOf(yaml.root))
  if (kind !== undefined && kind !== 'rules' && kind !== 'PrometheusRule')
    throw new UserError(`${fileName}: expected a file of Prometheus rules, with groups, got ${kind}`)
  const place = kind === 'PrometheusRule' ? specOf(yaml) : yaml.root
  const groups = place === null ? [] : readRuleGroups(yaml, place)
  if (yaml.problems.length > 0) throw new UserError(yaml.problems.join('\n'))
  return { file: fileName, text: place === yaml.root ? text : ruleText(yaml, place), groups }
}

function specOf(yaml: RuleYaml): PlacedNode | null {
  const spec = yaml.root && yaml.mapping(yaml.root, null).get('spec')
  if (spec) return spec
  if (yaml.root) yaml.report(yaml.root, 'expected a PrometheusRule with spec, got none')
  return null
}

/** What a Prometheus loads in place of the resource. */
function ruleText(yaml: RuleYaml, spec: PlacedNode | null): string {
  const groups = spec && yaml.mapping(spec, null).get('groups')
  return stringify({ groups: (groups && yaml.valueOf(groups)) ?? [] })
}
