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
  | 'a PrometheusServiceLevel of Sloth, which makes rules of it'
  | 'a ServiceLevelObjective of Pyrra, which makes rules of it'
  | `an OpenSLO document of the kind ${string}`
  | 'a VMRule, whose rules VictoriaMetrics evaluates'
  | `a ConfigMap, whose key ${string} holds ${'rules' | 'a dashboard'}`
  | `a Kubernetes resource of the kind ${string}`
  | `Kubernetes resources without a PrometheusRule (${string})`

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
  if (isDashboard(value) || isDashboard(value.dashboard) || isDashboardResource(value)) return 'a Grafana dashboard'
  if (typeof value.kind === 'string' && has('apiVersion')) return kindOfResource(value.kind, value)
  if (has('groups')) return isOfGrafana(value.groups) ? 'rules that Grafana itself evaluates' : 'rules'
  if (has('route', 'receivers')) return 'a configuration of Alertmanager'
  if (has('scrape_configs') || has('global', 'rule_files') || has('global', 'alerting'))
    return 'a configuration of Prometheus'
  if (has('rule_files', 'tests')) return 'a unit test of rules, for promtool test rules'
  if (has('schemaVersion', 'verdict')) return 'a report of a run'
  if (has('status', 'data')) return "an answer of Prometheus' API"
  if (has('service', 'slos')) return 'objectives for Sloth, which makes rules of them'
  return undefined
}

/**
 * What a file of several YAML documents is: the resources that a `List` holds count by themselves.
 * @param documents of the file, parsed; those that are empty count as nothing
 */
export function kindOfDocuments(documents: readonly unknown[]): FileKind | undefined {
  const kinds = new Set(documents.flatMap(resourcesIn).map(fileKind))
  if (kinds.has('PrometheusRule')) return 'PrometheusRule'
  const [first] = kinds
  if (kinds.size < 2) return first
  const others = [...kinds].map((kind) => /^a Kubernetes resource of the kind (.*)$/.exec(kind ?? '')?.[1])
  const named = others.filter((kind) => kind !== undefined)
  if (named.length === others.length) return `Kubernetes resources without a PrometheusRule (${named.join(', ')})`
  return [...kinds].find((kind) => kind !== undefined && !kind.startsWith('a Kubernetes resource')) ?? first
}

/** The resources of a document: those of a `List` and of a `PrometheusRuleList`, or itself. */
export function resourcesIn(document: unknown): readonly unknown[] {
  if (document === null || document === undefined) return []
  if (isResourceList(document)) return asList(document.items).flatMap(resourcesIn)
  return [document]
}

export function isResourceList(value: unknown): value is Mapping & { readonly items?: unknown } {
  return isMapping(value) && typeof value.kind === 'string' && /List$/.test(value.kind) && value.items !== undefined
}

/** What to do with such a file where rules are wanted: a phrase without a full stop. Undefined where nothing is known. */
export function adviceFor(kind: FileKind, file: string): string | undefined {
  if (kind.startsWith('an OpenSLO document'))
    return `rules are generated from it, and those can be read: sloth generate -i ${file} -o rules.yml reads openslo/v1alpha`
  if (kind.startsWith('a ConfigMap, whose key ')) {
    const [, key = '', what] = /^a ConfigMap, whose key (.*) holds (.*)$/.exec(kind) ?? []
    const out = what === 'rules' ? 'rules.yml' : 'dashboard.json'
    return `take it out: kubectl get configmap NAME -o jsonpath='{.data.${key.replaceAll('.', '\\.')}}' > ${out}`
  }
  return ADVICE[kind]?.(file)
}

const ADVICE: Readonly<Partial<Record<string, (file: string) => string>>> = {
  'objectives for Sloth, which makes rules of them': (file) =>
    `generate the rules and read those: sloth generate -i ${file} -o rules.yml`,
  'a PrometheusServiceLevel of Sloth, which makes rules of it': (file) =>
    `generate the rules and read those: sloth generate -i ${file} -o rules.yml`,
  'a ServiceLevelObjective of Pyrra, which makes rules of it': (file) =>
    `generate the rules and read those: pyrra generate --config-files=${file} --prometheus-folder=rules`,
  'a configuration of Prometheus': () => 'the rules stand in the files that it names under rule_files',
  'a configuration of Alertmanager': (file) => `amtool check-config ${file} checks it`,
  'a unit test of rules, for promtool test rules': (file) =>
    `promtool test rules ${file} runs it; the rules stand in the files that it names under rule_files`,
  'a Grafana dashboard': (file) => `sla-harness validate ${file} lists its quantiles and how high they can go`,
  'rules that Grafana itself evaluates': () =>
    'their expressions stand in data[].model.expr; rules of Prometheus have one expr each',
  'a VMRule, whose rules VictoriaMetrics evaluates': () =>
    'where its spec is plain PromQL, write spec.groups into a file of its own under groups',
  'rules without a group around them': () => 'write them under groups: [{ name: …, rules: […] }]',
  'groups of rules without the key groups above them': () => 'write groups: above them',
  'rules in the language of Prometheus 1': () => 'promtool of Prometheus 2.0 to 2.4 converts them (update rules)',
  "an answer of Prometheus' API": () => 'the rules stand in the files that this Prometheus loads',
}

function kindOfResource(kind: string, { apiVersion, data }: Mapping): FileKind {
  const group = String(apiVersion).split('/')[0] ?? ''
  if (group === 'openslo') return `an OpenSLO document of the kind ${kind}`
  if (kind === 'PrometheusServiceLevel') return 'a PrometheusServiceLevel of Sloth, which makes rules of it'
  if (kind === 'ServiceLevelObjective' && group === 'pyrra.dev')
    return 'a ServiceLevelObjective of Pyrra, which makes rules of it'
  if (kind === 'VMRule') return 'a VMRule, whose rules VictoriaMetrics evaluates'
  if (kind === 'GrafanaAlertRuleGroup') return 'rules that Grafana itself evaluates'
  const texts = kind === 'ConfigMap' && isMapping(data) ? Object.entries(data) : []
  const keyOf = (pattern: RegExp) => texts.find(([, text]) => pattern.test(String(text)))?.[0]
  const [rules, dashboard] = [keyOf(/^groups:/m), keyOf(/^\s*\{[\s\S]*"(?:panels|rows)"\s*:/)]
  if (rules !== undefined) return `a ConfigMap, whose key ${rules} holds rules`
  if (dashboard !== undefined) return `a ConfigMap, whose key ${dashboard} holds a dashboard`
  return `a Kubernetes resource of the kind ${kind}`
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

/** As Grafana's own API has it since version 11, and as the operator's resource. */
function isDashboardResource({ kind, apiVersion, spec }: Mapping): boolean {
  if (kind === 'GrafanaDashboard') return isMapping(spec) && typeof spec.json === 'string'
  return kind === 'Dashboard' && String(apiVersion).startsWith('dashboard.grafana.app/')
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
