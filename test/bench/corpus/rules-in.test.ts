import { expect, it } from 'vitest'
import { rulesIn } from '../../../bench/corpus/rules-in.ts'

it('finds rules wherever they stand in YAML, with the line of the expression', () => {
  const text = `groups:
  - name: g
    rules:
      - alert: A
        expr: up == 0
      - record: b
        expr: |
          sum(
            x)
---
kind: PrometheusRule
spec: { groups: [{ name: h, rules: [{ "alert": C, "expr": 1 }] }] }
`
  expect(rulesIn(text)).toEqual([
    { kind: 'alert', name: 'A', expression: 'up == 0', line: 5 },
    { kind: 'record', name: 'b', expression: 'sum(\n  x)', line: 8 },
    { kind: 'alert', name: 'C', expression: '1', line: 12 },
  ])
})

it.each(['', 'just text', 'a: [', 'groups: [{ rules: [{ alert: A }] }]'])('finds none in %j', (text) => {
  expect(rulesIn(text)).toEqual([])
})
