import { describe, expect, it } from 'vitest'
import { readRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { joinRuleFiles } from '../../../../prometheus/alerting/variants/join-rule-files.ts'

const text = (group: string, ...rules: readonly string[]) => `groups:
  - name: ${group}
    rules:
${rules.map((rule) => `      - { ${rule} }`).join('\n')}
`
const read = (file: string, ...rules: readonly string[]) => readRuleFile(text('g', ...rules), file)

describe('joinRuleFiles', () => {
  it('is one file with the groups of all, each with the name of its file', () => {
    const { file, groups } = joinRuleFiles([
      read('a.yml', 'alert: A, expr: x > 1'),
      read('b.yml', 'alert: B, expr: x > 1'),
      // The same text again, as a copy of a file.
      read('copy.yml', 'alert: B, expr: x > 1'),
    ])
    expect(file).toBe('a.yml')
    expect(groups.map((group) => [group.file, group.rules.map(({ name }) => name)])).toEqual([
      ['a.yml', ['A']],
      ['b.yml', ['B']],
      ['copy.yml', ['B']],
    ])
  })

  it('sets an alert apart that reads what a rule of another file records, where that one is', () => {
    const { groups } = joinRuleFiles([
      read('alerts.yml', 'alert: A, expr: slow > 1', 'alert: B, expr: up == 0'),
      read('records.yml', 'record: slow, expr: x @ 10'),
    ])
    expect(groups.map(({ rules, unsupported = [] }) => [rules, unsupported].map((all) => all.length))).toEqual([
      [1, 1],
      [0, 1],
    ])
    expect(groups[0]?.unsupported?.[0]?.problem).toBe(
      'it reads slow, which the rule at records.yml:4 records, and that one is not: `@ 10` at line 4 (samples of a fixed instant are not kept here)',
    )
  })

  it('tells native histograms by what the rules of all files record', () => {
    const { groups } = joinRuleFiles([
      read('alerts.yml', 'alert: A, expr: "histogram_quantile(0.9, sum(job:rate)) > 1"'),
      read('records.yml', 'record: "job:rate", expr: "rate(x_seconds[5m])"'),
    ])
    expect(groups[0]?.unsupported?.[0]?.reason).toMatchObject({ kind: 'native', metric: 'x_seconds', line: 4 })
  })

  it('sets rules apart whose subqueries have more steps than a back-test takes', () => {
    const { groups } = joinRuleFiles([
      read(
        'a.yml',
        `alert: A, expr: 'max_over_time(vector(1)[100y:1ms]) > 0'`,
        `alert: B, expr: 'max_over_time(x[30d:15s]) > 0'`,
        `record: r, expr: 'sum(max_over_time(avg_over_time(x[1d:1s])[1d:1m]))'`,
        'alert: C, expr: r > 1',
        `alert: D, expr: 'max_over_time(avg_over_time(x[1h:1m])[30d:5m]) > 0'`,
      ),
    ])
    expect(groups[0]?.rules.map(({ name }) => name)).toEqual(['B', 'D'])
    expect(groups[0]?.unsupported?.map(({ problem }) => problem)).toEqual([
      '`max_over_time(vector(1)[100y:1ms])` at line 4 (a back-test takes at most 10,000,000 steps of a subquery, and 50,000,000 of those inside of others)',
      '`max_over_time(avg_over_time(x[1d:1s])[1d:1m])` at line 6 (a back-test takes at most 10,000,000 steps of a subquery, and 50,000,000 of those inside of others)',
      expect.stringMatching(/^it reads r, which the rule at line 6 records/),
    ])
  })
})
