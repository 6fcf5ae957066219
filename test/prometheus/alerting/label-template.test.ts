import { describe, expect, it } from 'vitest'
import { isUnrendered, renderLabelTemplate } from '../../../prometheus/alerting/label-template.ts'

const labels = { route: '/predict', instance: 'h:1' }

describe('renderLabelTemplate', () => {
  it.each([
    ['plain text', 'warning', 'warning'],
    ['a label', '{{ $labels.route }}', '/predict'],
    ['a label, written the long way and tight', 'on {{.Labels.instance}}!', 'on h:1!'],
    ['a label that is not there', '<{{ $labels.zone }}>', '<>'],
    ['a label named like a property of objects', '<{{ $labels.constructor }}>', '<>'],
    ['the value', '{{ $value }}s', '4.5500001s'],
    ['the value, trimmed', '{{- .Value -}}', '4.5500001'],
    ['what it does not know', '{{ $value | humanize }} {{ $labels.route }}', '{{ $value | humanize }} /predict'],
  ])('%s', (_, text, rendered) => {
    expect(renderLabelTemplate(text, labels, 4.5500001)).toBe(rendered)
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

it.each([
  ['warning', false],
  ['{{ $labels.route }} {{ $value }}', false],
  ['{{ $value | humanize }}', true],
  ['{{ if gt $value 2.0 }}page{{ else }}warn{{ end }}', true],
])('%j has a template that is not rendered: %s', (text, expected) => {
  expect(isUnrendered(text)).toBe(expected)
})
