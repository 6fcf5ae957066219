// What a YAML or JSON file is, recognised by its content. People have many files about alerts, and hand over the wrong one.

import { isMapping, listIn, type Mapping } from './mapping.ts'

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
  | 'rules for Loki, in LogQL'
  | 'rules for mimirtool, with a namespace'
  | `a provisioning file of Grafana (${string})`
  | 'a VMRule, whose rules VictoriaMetrics evaluates'
  | `a ConfigMap, whose key ${string} holds ${'rules' | 'a dashboard'}`
  | `a Kubernetes resource of the kind ${string}`
  | `Kubernetes resources without a PrometheusRule (${string})`

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
  if (has('groups')) return kindOfGroups(value)
  if (isUnitTest(value)) return 'a unit test of rules, for promtool test rules'
  const configured = kindOfConfiguration(value)
  if (configured !== undefined) return configured
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

/** What a text without documents that can be read is meant as: rules with a mistake are rules. */
export function kindOfText(text: string): 'rules' | 'PrometheusRule' | undefined {
  if (/^kind:\s*PrometheusRule\s*$/m.test(text)) return 'PrometheusRule'
  return /^groups:/m.test(text) ? 'rules' : undefined
}

/** The resources of a document: those of a `List` and of a `PrometheusRuleList`, or itself. Lists may lie in lists, however deep. */
function resourcesIn(document: unknown): readonly unknown[] {
  const resources: unknown[] = []
  const left = [document]
  while (left.length > 0) {
    const next = left.pop()
    const items = isResourceList(next) ? listIn(next.items) : []
    for (const item of items.toReversed()) left.push(item)
    if (items.length > 0) continue
    if (next !== null && next !== undefined) resources.push(next)
  }
  return resources
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
  'rules for Loki, in LogQL': () => 'Loki evaluates them, on log lines; a Prometheus does not read LogQL',
  'rules for mimirtool, with a namespace': () => 'without the key namespace it is a rule file of Prometheus',
  'a VMRule, whose rules VictoriaMetrics evaluates': () =>
    'where its spec is plain PromQL, write spec.groups into a file of its own under groups',
  'rules without a group around them': () => 'write them under groups: [{ name: …, rules: […] }]',
  'groups of rules without the key groups above them': () => 'write groups: above them',
  'rules in the language of Prometheus 1': () => 'promtool of Prometheus 2.0 to 2.4 converts them (update rules)',
  "an answer of Prometheus' API": () => 'the rules stand in the files that this Prometheus loads',
}

function kindOfGroups({ groups, namespace }: Mapping): FileKind {
  const rules = listIn(groups)
    .flatMap((group) => (isMapping(group) ? listIn(group.rules) : []))
    .filter(isMapping)
  if (rules.some((rule) => rule.expr === undefined && Array.isArray(rule.data)))
    return 'rules that Grafana itself evaluates'
  if (rules.some(({ expr }) => typeof expr === 'string' && isLogql(expr))) return 'rules for Loki, in LogQL'
  return typeof namespace === 'string' ? 'rules for mimirtool, with a namespace' : 'rules'
}

/** A filter of lines follows a selector, where PromQL has no bar and compares with no text. */
function isLogql(expression: string): boolean {
  const withoutTexts = expression.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g, '""')
  return /\}\s*(?:\||!=\s*""|!~\s*"")/.test(withoutTexts)
}

function isUnitTest({ tests, rule_files: files }: Mapping): boolean {
  if (tests === undefined) return false
  const keys = ['input_series', 'alert_rule_test', 'promql_expr_test']
  return (
    files !== undefined || listIn(tests).some((test) => isMapping(test) && keys.some((key) => test[key] !== undefined))
  )
}

const PROVISIONED = ['contactPoints', 'policies', 'muteTimes', 'templates', 'datasources', 'providers']

/** A file with `load` is a scenario, whatever else stands in it. */
function kindOfConfiguration(value: Mapping): FileKind | undefined {
  if (value.load !== undefined || value.name !== undefined) return undefined
  const { global, route, receivers, apiVersion } = value
  const of = (...keys: string[]) => isMapping(global) && keys.some((key) => global[key] !== undefined)
  if (Array.isArray(receivers) || (isMapping(route) && route.receiver !== undefined) || of('resolve_timeout'))
    return 'a configuration of Alertmanager'
  const sections = ['scrape_configs', 'rule_files', 'alerting', 'remote_write', 'remote_read']
  if (sections.some((key) => value[key] !== undefined) || of('scrape_interval', 'evaluation_interval'))
    return 'a configuration of Prometheus'
  const provisioned = apiVersion === 1 && PROVISIONED.find((key) => value[key] !== undefined)
  return provisioned ? `a provisioning file of Grafana (${provisioned})` : undefined
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
  const isGroup = (item: unknown) => isMapping(item) && listIn(item.rules).some(isRule)
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
