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
  | `a Kubernetes resource of the kind ${string}`

type Mapping = Readonly<Record<string, unknown>>

/** @param value of the file, parsed; undefined where it is none of these, such as a scenario */
export function fileKind(value: unknown): FileKind | undefined {
  if (!isMapping(value)) return undefined
  const has = (...keys: string[]) => keys.every((key) => value[key] !== undefined)
  if (value.kind === 'PrometheusRule') return 'PrometheusRule'
  if (typeof value.kind === 'string' && has('apiVersion')) return `a Kubernetes resource of the kind ${value.kind}`
  if (has('groups')) return isOfGrafana(value.groups) ? 'rules that Grafana itself evaluates' : 'rules'
  if (has('route', 'receivers')) return 'a configuration of Alertmanager'
  if (has('scrape_configs') || has('global', 'rule_files') || has('global', 'alerting'))
    return 'a configuration of Prometheus'
  if (has('rule_files', 'tests')) return 'a unit test of rules, for promtool test rules'
  if (has('schemaVersion', 'verdict')) return 'a report of a run'
  if (isDashboard(value) || isDashboard(value.dashboard)) return 'a Grafana dashboard'
  return undefined
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
