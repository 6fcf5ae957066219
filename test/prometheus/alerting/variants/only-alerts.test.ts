import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { everyRule } from '../../../../prometheus/alerting/rule-file.ts'
import { onlyAlerts } from '../../../../prometheus/alerting/variants/only-alerts.ts'

const file = parseRuleFile(
  `groups:
  - name: g
    rules:
      - { record: slow, expr: x > 1 }
      - { alert: A, expr: slow > 1 }
      - { alert: B, expr: x > 2 }
`,
  'rules.yml',
)
const names = (kept: readonly string[]) =>
  onlyAlerts(file, kept)
    .groups.flatMap(everyRule)
    .map(({ name }) => name)

describe('onlyAlerts', () => {
  it('keeps recording rules and the alerts that are named', () => {
    expect(names(['B'])).toEqual(['slow', 'B'])
  })

  it('keeps all where none is named', () => {
    expect(names([])).toEqual(['slow', 'A', 'B'])
  })
})
