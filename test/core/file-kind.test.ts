import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { fileKind } from '../../core/file-kind.ts'

it.each([
  ['groups: []', 'rules'],
  ['groups: [{ name: g, rules: [{ alert: A, expr: up }] }]', 'rules'],
  ['apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: { groups: [] }', 'PrometheusRule'],
  ['apiVersion: v1\nkind: ConfigMap\ndata: {}', 'a Kubernetes resource of the kind ConfigMap'],
  ['route: { receiver: a }\nreceivers: [{ name: a }]', 'a configuration of Alertmanager'],
  ['scrape_configs: []', 'a configuration of Prometheus'],
  ['global: {}\nrule_files: [a.yml]', 'a configuration of Prometheus'],
  ['rule_files: [a.yml]\ntests: []', 'a unit test of rules, for promtool test rules'],
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
  ['name: a\nload: { phases: [] }', undefined],
  ['name: a\nprometheus: { rules: r.yml }\nalerts: { A: never }', undefined],
  ['[]', undefined],
  ['text', undefined],
  ['', undefined],
])('%s is %s', (text, kind) => {
  expect(fileKind(parse(text))).toBe(kind)
})
