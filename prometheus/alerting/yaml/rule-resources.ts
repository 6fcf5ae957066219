// The rules of the PrometheusRules in a file of Kubernetes resources, and the rule file that a Prometheus loads in their
// place. Each resource is a rule file of its own in a cluster, so that the names of groups may repeat over them.

import { stringify } from 'yaml'
import { isResourceList } from '../../../core/file/file-kind.ts'
import { mappingIn } from '../../../core/file/mapping.ts'
import { readRuleGroups } from '../read-rule-group.ts'
import type { ReadGroup } from '../set-apart/set-apart.ts'
import type { PlacedNode, RuleYaml } from './rule-yaml.ts'

export interface RuleResources {
  readonly groups: readonly ReadGroup[]
  /** Other resources. */
  readonly passedOver: number
  readonly unreadFrom: null
  readonly ruleText: () => string
}

export function ruleResources(yaml: RuleYaml): RuleResources {
  const resources = yaml.roots.flatMap((root) => resourcesAt(yaml, root))
  const specs = resources.filter((place) => isRule(yaml, place)).map((place) => specOf(yaml, place))
  const groups: ReadGroup[] = []
  for (const spec of specs)
    for (const group of spec === null ? [] : readRuleGroups(yaml, spec, true))
      groups.push({ ...group, name: freeName(group.name, groups) })
  return {
    groups,
    passedOver: resources.length - specs.length,
    unreadFrom: null,
    ruleText: () => ruleText(yaml, specs, groups),
  }
}

function resourcesAt(yaml: RuleYaml, place: PlacedNode): readonly PlacedNode[] {
  if (!isResourceList(yaml.valueOf(place))) return [place]
  const items = yaml.mapping(place, null).get('items')
  return items ? yaml.list(items).flatMap((item) => resourcesAt(yaml, item)) : []
}

function isRule(yaml: RuleYaml, place: PlacedNode): boolean {
  return mappingIn(yaml.valueOf(place)).kind === 'PrometheusRule'
}

function specOf(yaml: RuleYaml, place: PlacedNode): PlacedNode | null {
  const spec = yaml.mapping(place, null).get('spec')
  if (spec) return spec
  yaml.report(place, 'expected a PrometheusRule with spec, got none')
  return null
}

/** One file may not have two groups of a name. */
function freeName(name: string, groups: readonly ReadGroup[]): string {
  const isTaken = (other: string) => groups.some((group) => group.name === other)
  let free = name
  for (let number = 2; isTaken(free); number++) free = `${name} (${number})`
  return free
}

function ruleText(yaml: RuleYaml, specs: readonly (PlacedNode | null)[], named: readonly ReadGroup[]): string {
  const values = specs.flatMap((spec) => {
    const groups = spec && yaml.mapping(spec, null).get('groups')
    return groups ? yaml.list(groups).map((group) => yaml.valueOf(group)) : []
  })
  const groups = values.map((value, i) => {
    const { partial_response_strategy: _, ...group } = mappingIn(value)
    return { ...group, name: named[i]?.name ?? '' }
  })
  return stringify({ groups })
}
