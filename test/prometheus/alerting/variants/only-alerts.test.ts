import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { everyRule } from '../../../../prometheus/alerting/rule-file.ts'
import { onlyAlerts } from '../../../../prometheus/alerting/variants/only-alerts.ts'

const fileOf = (...rules: readonly string[]) =>
  parseRuleFile(
    `groups:\n  - name: g\n    rules:\n${rules.map((rule) => `      - { ${rule} }`).join('\n')}\n`,
    'rules.yml',
  )
const file = fileOf(
  'record: slow, expr: x > 1',
  'alert: A, expr: slow > 1',
  'alert: Maintenance, expr: planned == 1',
  `alert: B, expr: 'x > 2 unless on () ALERTS{alertname="Maintenance",alertstate="firing"}'`,
  `record: held, expr: 'sum(ALERTS{alertname="A"})'`,
  'alert: C, expr: held > 2',
  'alert: D, expr: ALERTS == 1',
)
const names = (kept: readonly string[]) =>
  onlyAlerts(file, kept)
    .groups.flatMap(everyRule)
    .map(({ name }) => name)

describe('onlyAlerts', () => {
  it.each([
    [['A'], ['slow', 'A', 'held']],
    [['B'], ['slow', 'Maintenance', 'B', 'held']],
    [['C'], ['slow', 'A', 'held', 'C']],
    [['D'], ['slow', 'A', 'Maintenance', 'B', 'held', 'C', 'D']],
    [[], ['slow', 'A', 'Maintenance', 'B', 'held', 'C', 'D']],
  ])('of %o keeps recording rules, the alerts that are named, and those that they read', (kept, left) => {
    expect(names(kept)).toEqual(left)
  })

  it('keeps rules that are not evaluated in their places', () => {
    const some = fileOf(
      'alert: A, expr: up == 0',
      'alert: B, expr: up == 1',
      'alert: C, expr: x @ 10 > 1',
      'alert: D, expr: up == 2',
    )
    const [group] = onlyAlerts(some, ['C', 'D']).groups
    expect(group && everyRule(group).map(({ name }) => name)).toEqual(['C', 'D'])
    expect(group?.unsupported?.map(({ index }) => index)).toEqual([0])
  })
})
