import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { adviceFor, type FileKind, fileKind, kindOfDocuments } from '../../../core/file/file-kind.ts'

it.each([
  ['groups: []', 'rules'],
  ['groups: [{ name: g, rules: [{ alert: A, expr: up }] }]', 'rules'],
  ['apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: { groups: [] }', 'PrometheusRule'],
  ['apiVersion: v1\nkind: ConfigMap\ndata: {}', 'a Kubernetes resource of the kind ConfigMap'],
  ['route: { receiver: a }\nreceivers: [{ name: a }]', 'a configuration of Alertmanager'],
  ['scrape_configs: []', 'a configuration of Prometheus'],
  ['global: {}\nrule_files: [a.yml]', 'a configuration of Prometheus'],
  ['rule_files: [a.yml]\ntests: []', 'a unit test of rules, for promtool test rules'],
  ['tests: [{ input_series: [] }]', 'a unit test of rules, for promtool test rules'],
  ['rule_files: [a.yml]', 'a configuration of Prometheus'],
  ['global: { scrape_interval: 15s }', 'a configuration of Prometheus'],
  ['global: { resolve_timeout: 5m }', 'a configuration of Alertmanager'],
  ['route: { receiver: a }', 'a configuration of Alertmanager'],
  ['apiVersion: 1\ncontactPoints: []', 'a provisioning file of Grafana (contactPoints)'],
  ['apiVersion: 1\ndatasources: []', 'a provisioning file of Grafana (datasources)'],
  [
    'groups: [{ rules: [{ alert: A, expr: \'sum(rate({app="x"} |= "error" [5m])) > 1\' }] }]',
    'rules for Loki, in LogQL',
  ],
  ['groups: [{ rules: [{ alert: A, expr: \'rate({a="b"} != "c" [5m]) > 1\' }] }]', 'rules for Loki, in LogQL'],
  ['groups: [{ rules: [{ alert: A, expr: \'x{a=~"{b} | c", d="}|"} != 1\' }] }]', 'rules'],
  ['namespace: a\ngroups: []', 'rules for mimirtool, with a namespace'],
  ['apiVersion: v1\nkind: List\nitems: []', 'a Kubernetes resource of the kind List'],
  ['name: a\nload: { phases: [] }\nglobal: { scrape_interval: 1s }', undefined],
  ['{ "title": "t", "panels": [], "schemaVersion": 39 }', 'a Grafana dashboard'],
  ['{ "dashboard": { "panels": [] } }', 'a Grafana dashboard'],
  ['apiVersion: 1\ngroups: [{ name: g, rules: [{ uid: u, data: [] }] }]', 'rules that Grafana itself evaluates'],
  ['{ "schemaVersion": 1, "verdict": "pass" }', 'a report of a run'],
  ['- { alert: A, expr: up }', 'rules without a group around them'],
  ['{ record: a, expr: up }', 'rules without a group around them'],
  ['- { name: g, rules: [{ alert: A, expr: up }] }', 'groups of rules without the key groups above them'],
  ['ALERT Slow\n  IF up == 0\n  FOR 5m', 'rules in the language of Prometheus 1'],
  ['{ "status": "success", "data": { "groups": [] } }', "an answer of Prometheus' API"],
  ['version: prometheus/v1\nservice: a\nslos: []', 'objectives for Sloth, which makes rules of them'],
  [
    'apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nspec: {}',
    'a PrometheusServiceLevel of Sloth, which makes rules of it',
  ],
  [
    'apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nspec: {}',
    'a ServiceLevelObjective of Pyrra, which makes rules of it',
  ],
  ['apiVersion: openslo/v1\nkind: SLO\nspec: {}', 'an OpenSLO document of the kind SLO'],
  [
    'apiVersion: operator.victoriametrics.com/v1beta1\nkind: VMRule\nspec: { groups: [] }',
    'a VMRule, whose rules VictoriaMetrics evaluates',
  ],
  [
    'apiVersion: v1\nkind: ConfigMap\ndata:\n  alerts.yml: |\n    groups: []\n',
    'a ConfigMap, whose key alerts.yml holds rules',
  ],
  [
    'apiVersion: v1\nkind: ConfigMap\ndata:\n  a.json: |-\n    { "title": "t",\n      "panels": [] }\n',
    'a ConfigMap, whose key a.json holds a dashboard',
  ],
  ['apiVersion: dashboard.grafana.app/v2beta1\nkind: Dashboard\nspec: { elements: {} }', 'a Grafana dashboard'],
  ['apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaDashboard\nspec: { json: "{}" }', 'a Grafana dashboard'],
  [
    'apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaAlertRuleGroup\nspec: {}',
    'rules that Grafana itself evaluates',
  ],
  ['name: a\nload: { phases: [] }', undefined],
  ['name: a\nprometheus: { rules: r.yml }\nalerts: { A: never }', undefined],
  ['[]', undefined],
  ['text', undefined],
  ['', undefined],
])('%s is %s', (text, kind) => {
  expect(fileKind(parse(text))).toBe(kind)
})

const RULE = { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', spec: { groups: [] } }
const SERVICE = { apiVersion: 'v1', kind: 'Service' }
const OBJECTIVE = { apiVersion: 'openslo/v1', kind: 'SLO' }

it.each([
  ['a rule between other resources', [SERVICE, null, RULE], 'PrometheusRule'],
  ['a list that holds one', [{ apiVersion: 'v1', kind: 'List', items: [SERVICE, RULE] }], 'PrometheusRule'],
  ['a list of rules alone', [{ kind: 'PrometheusRuleList', items: [RULE] }], 'PrometheusRule'],
  ['a list of lists', [{ kind: 'List', items: [{ kind: 'List', items: [RULE] }] }], 'PrometheusRule'],
  [
    'resources of several kinds',
    [SERVICE, { apiVersion: 'apps/v1', kind: 'Deployment' }],
    'Kubernetes resources without a PrometheusRule (Service, Deployment)',
  ],
  ['resources of one kind', [SERVICE, SERVICE], 'a Kubernetes resource of the kind Service'],
  ['objectives beside a resource', [SERVICE, OBJECTIVE], 'an OpenSLO document of the kind SLO'],
  ['one document', [{ groups: [] }], 'rules'],
  ['nothing', [null], undefined],
])('documents with %s are known', (_, documents, kind) => {
  expect(kindOfDocuments(documents)).toBe(kind)
})

it('lists that lie in lists are looked through, however deep', () => {
  let nested: unknown = { kind: 'PrometheusRule', apiVersion: 'monitoring.coreos.com/v1', spec: {} }
  for (let depth = 0; depth < 20_000; depth++) nested = { kind: 'List', apiVersion: 'v1', items: [nested] }
  expect(kindOfDocuments([nested])).toBe('PrometheusRule')
  const items = Array.from({ length: 200_000 }, () => ({ kind: 'Service', apiVersion: 'v1' }))
  expect(kindOfDocuments([{ kind: 'List', items }])).toBe('a Kubernetes resource of the kind Service')
})

const ADVISED: readonly (readonly [FileKind, RegExp])[] = [
  ['objectives for Sloth, which makes rules of them', /sloth generate -i a\.yml -o rules\.yml/],
  ['a PrometheusServiceLevel of Sloth, which makes rules of it', /sloth generate -i a\.yml/],
  ['a ServiceLevelObjective of Pyrra, which makes rules of it', /pyrra generate --config-files=a\.yml/],
  ['an OpenSLO document of the kind SLO', /sloth generate -i a\.yml/],
  ['a configuration of Alertmanager', /amtool check-config a\.yml/],
  ['a configuration of Prometheus', /rule_files/],
  ['a unit test of rules, for promtool test rules', /promtool test rules a\.yml/],
  ['a Grafana dashboard', /sla-harness validate a\.yml/],
  ['a ConfigMap, whose key alerts.yml holds rules', /jsonpath='\{\.data\.alerts\\\.yml\}'/],
]

it.each(ADVISED)('says what to do with %s', (kind, advice) => {
  expect(adviceFor(kind, 'a.yml')).toMatch(advice)
})

it('says nothing of what it knows nothing of', () => {
  expect(adviceFor('a Kubernetes resource of the kind Service', 'a.yml')).toBeUndefined()
})
