// What a YAML or JSON file is, recognised by its content. People have many files about alerts, and hand over the wrong one.

export type FileKind =
  | 'rules'
  | 'PrometheusRule'
  | 'a configuration of Prometheus'
  | 'a configuration of Alertmanager'
  | 'a unit test of rules, for promtool test rules'
  | 'a Grafana dashboard'
  | 'rules that Grafana itself evaluates'
  | 'a report of a run'
  | 'rules without a group around them'
  | 'groups of rules without the key groups above them'
  | 'rules in the language of Prometheus 1'
  | "an answer of Prometheus' API"
  | 'objectives for Sloth, which makes rules of them'
  | `a Kubernetes resource of the kind ${string}`

type Mapping = Readonly<Record<string, unknown>>

/** @param value of the file, parsed; undefined where it is none of these, such as a scenario */
export function fileKind(value: unknown): FileKind | undefined {
  if (typeof value === 'string')
    return /^ALERT\s+\w+\s+IF\s/.test(value) ? 'rules in the language of Prometheus 1' : undefined
  if (Array.isArray(value)) return kindOfList(value)
  if (!isMapping(value)) return undefined
  if (isRule(value)) return 'rules without a group around them'
  const has = (...keys: string[]) => keys.every((key) => value[key] !== undefined)
  if (value.kind === 'PrometheusRule') return 'PrometheusRule'
  if (typeof value.kind === 'string' && has('apiVersion')) return `a Kubernetes resource of the kind ${value.kind}`
  if (has('groups')) return isOfGrafana(value.groups) ? 'rules that Grafana itself evaluates' : 'rules'
  if (has('route', 'receivers')) return 'a configuration of Alertmanager'
  if (has('scrape_configs') || has('global', 'rule_files') || has('global', 'alerting'))
    return 'a configuration of Prometheus'
  if (has('rule_files', 'tests')) return 'a unit test of rules, for promtool test rules'
  if (has('schemaVersion', 'verdict')) return 'a report of a run'
  if (has('status', 'data')) return "an answer of Prometheus' API"
  if (has('service', 'slos')) return 'objectives for Sloth, which makes rules of them'
  if (isDashboard(value) || isDashboard(value.dashboard)) return 'a Grafana dashboard'
  return undefined
}

function kindOfList(items: readonly unknown[]): FileKind | undefined {
  if (items.some(isRule)) return 'rules without a group around them'
  const isGroup = (item: unknown) => isMapping(item) && asList(item.rules).some(isRule)
  return items.some(isGroup) ? 'groups of rules without the key groups above them' : undefined
}

function isRule(value: unknown): boolean {
  return isMapping(value) && value.expr !== undefined && (value.alert !== undefined || value.record !== undefined)
}

function isDashboard(value: unknown): boolean {
  return isMapping(value) && (Array.isArray(value.panels) || (Array.isArray(value.rows) && value.title !== undefined))
}

/** Its rules hold queries of several data sources, where those of Prometheus have one expression. */
function isOfGrafana(groups: unknown): boolean {
  const rules = asList(groups).flatMap((group) => (isMapping(group) ? asList(group.rules) : []))
  return rules.some((rule) => isMapping(rule) && rule.expr === undefined && Array.isArray(rule.data))
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
