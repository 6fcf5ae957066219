import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isUnrendered, renderLabelTemplate, templateFailure } from '../../../prometheus/alerting/label-template.ts'
import { describeReal } from '../../support/real-programs.ts'
import { promtool } from '../promtool.ts'

const labels = { route: '/predict', instance: 'h:1' }
const VALUE = 4.5500001

const RENDERED: readonly (readonly [sentence: string, template: string, rendered: string])[] = [
  ['plain text', 'warning', 'warning'],
  ['braces that are none', 'a }} b', 'a }} b'],
  ['a label', '{{ $labels.route }}', '/predict'],
  ['a label, written the long way and tight', 'on {{.Labels.instance}}!', 'on h:1!'],
  ['a label that is not there', '<{{ $labels.zone }}>', '<>'],
  ['a label named like a property of objects', '<{{ $labels.constructor }}>', '<>'],
  ['the value', '{{ $value }}s', '4.5500001s'],
  ['the value, trimmed', 'a {{- .Value -}} b', 'a4.5500001b'],
  ['a condition', '{{ if gt $value 2.0 }}page{{ else }}warn{{ end }}', 'page'],
  ['a condition that does not hold', '{{ if gt $value 20.0 }}page{{ else if $labels.route }}warn{{ end }}', 'warn'],
  ['logic', '{{ if and (ge $value 4.0) (not (eq $labels.route "/a" "/b")) }}x{{ end }}', 'x'],
  ['a choice', '{{ or $labels.zone $labels.route "none" }}', '/predict'],
  ['a variable', '{{ $x := "a" }}{{ if true }}{{ $x = "b" }}{{ end }}{{ $x }}', 'b'],
  [
    'with',
    '{{ with $labels }}{{ .route }}{{ end }}{{ with $labels.zone }}{{ . }}{{ else }}none{{ end }}',
    '/predictnone',
  ],
  ['an index', '{{ index $labels "route" | toUpper }}', '/PREDICT'],
  ['a humanized value', '{{ $value | humanize }} {{ humanizeDuration $value }}', '4.55 4.55s'],
  ['a percentage', '{{ humanizePercentage 0.12345 }} {{ humanize 1234567.0 }}', '12.35% 1.235M'],
  ['durations', '{{ humanizeDuration 0.0123 }} {{ humanizeDuration 90061.0 }}', '12.3ms 1d 1h 1m 1s'],
  ['literals', '{{ 1 }} {{ 1.50 }} {{ true }} {{ "a" }}', '1 1.5 true a'],
]

const UNRENDERED = [
  '{{ printf "%.2f" $value }}',
  '{{ range query "up" }}x{{ end }}',
  '{{ if true }}a{{ else }}{{ query "up" }}{{ end }}',
  '{{ template "a" }}',
]

describe('renderLabelTemplate', () => {
  it.each(RENDERED)('%s', (_, text, rendered) => {
    expect(renderLabelTemplate(text, labels, VALUE)).toBe(rendered)
    expect([isUnrendered(text), templateFailure(text)]).toEqual([false, null])
  })

  it.each(UNRENDERED)('leaves %s as it is written, and says so', (text) => {
    expect(isUnrendered(text)).toBe(true)
  })

  it.each([
    ['{{ if gt $value 2 }}page{{ end }}', 'incompatible types for comparison: float and int'],
    ['{{ if eq $labels.a 1 }}page{{ end }}', 'incompatible types for comparison: string and int'],
    ['{{ .Nonsense }}', "can't evaluate field Nonsense in a data"],
    ['{{ 1 "a" }}', "can't give argument to non-function"],
  ])('fails where Prometheus fails: %s', (text, reason) => {
    expect(renderLabelTemplate(text, labels, VALUE)).toBe(`<error expanding template: ${reason}>`)
    expect(templateFailure(text)).toBe(`<error expanding template: ${reason}>`)
  })

  it.each([
    [1e6, '1000000'],
    [1e21, '1e+21'],
    [0.00001, '1e-05'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '+Inf'],
  ])('prints %d as Go does', (value, text) => {
    expect(renderLabelTemplate('{{ $value }}', labels, value)).toBe(text)
  })
})

describeReal('promtool test rules', ['promtool'], () => {
  it('gives alerts the same labels', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'labels-'))
    const rules = RENDERED.map(([, text], i) => ({ alert: `A${i}`, expr: 'x', labels: { rendered: text } }))
    writeFileSync(join(folder, 'rules.json'), JSON.stringify({ groups: [{ name: 'g', rules }] }))
    const tests = RENDERED.map(([, , rendered], i) => ({
      interval: '1m',
      input_series: [{ series: 'x{route="/predict", instance="h:1"}', values: String(VALUE) }],
      alert_rule_test: [{ eval_time: '0m', alertname: `A${i}`, exp_alerts: [{ exp_labels: { ...labels, rendered } }] }],
    }))
    writeFileSync(join(folder, 'test.json'), JSON.stringify({ rule_files: ['rules.json'], tests }))
    expect(await promtool('test', 'rules', join(folder, 'test.json'))).toContain('SUCCESS')
    rmSync(folder, { recursive: true })
  })
})
