import { describe, expect, it } from 'vitest'
import { parseRuleFile, readRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { joinForRun, joinRuleFiles } from '../../../../prometheus/alerting/variants/join-rule-files.ts'

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

describe('joinForRun', () => {
  const files = [
    read('a.yml', 'record: r, expr: sum(x), labels: { window: 5m }'),
    read('b.yml', 'alert: A, expr: r > 1, for: 2m, annotations: { text: "1.50" }', 'alert: B, expr: x @ 10'),
  ] as const

  it('leaves one file as it is', () => {
    const [only] = files
    const joined = joinForRun([only])
    expect(joined).toEqual(parseRuleFile(only.text, 'a.yml'))
  })

  it('is one text of all files, in which groups of one name are numbered, with the rules at their own lines', () => {
    const joined = joinForRun(files)
    expect(joined.file).toBe('a.yml and b.yml')
    const placesOf = (groups: typeof joined.groups) =>
      groups.map(({ name, file, rules, unsupported = [] }) => [name, file, rules.length, unsupported.length])
    expect(placesOf(joined.groups)).toEqual([
      ['g', 'a.yml', 1, 0],
      ['g (2)', 'b.yml', 1, 1],
    ])
    expect(joined.groups[1]?.unsupported?.[0]?.rule.line).toBe(5)
    const again = parseRuleFile(joined.text, 'joined.yml')
    expect(placesOf(again.groups)).toEqual([
      ['g', undefined, 1, 0],
      ['g (2)', undefined, 1, 1],
    ])
    const withoutLines = (groups: typeof joined.groups) =>
      groups.flatMap(({ rules }) => rules.map(({ line: _, ...rule }) => rule))
    expect(withoutLines(again.groups)).toEqual(withoutLines(joined.groups))
  })

  it('sets rules apart by what all files record, and by what else is asked', () => {
    const apart = joinForRun(files, ({ rule }) =>
      rule.name === 'r' ? { kind: 'part', part: 'sum', line: rule.line, problem: 'of a test' } : null,
    )
    expect(apart.groups.map(({ rules }) => rules.length)).toEqual([0, 0])
  })
})
