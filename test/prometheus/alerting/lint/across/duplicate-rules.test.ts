import { describe, expect, it } from 'vitest'
import { lintRules } from '../../../../../prometheus/alerting/lint/lint-rules.ts'
import { parseRuleFile } from '../../../../../prometheus/alerting/parse-rule-file.ts'
import { lintGroup } from '../lint-one.ts'

const found = (...rules: readonly object[]) =>
  lintGroup('duplicateRules', rules as readonly Readonly<Record<string, unknown>>[])

describe('a rule with the name and the labels of another', () => {
  it('is a warning where it records something else in the same group', () => {
    expect(found({ record: 'r', expr: 'sum(a)' }, { record: 'r', expr: 'sum(b)' })).toEqual([
      'r warning: the rule at line 1 records the same name by another expression: what both return for the same labels is kept of the first alone, and Prometheus logs a duplicate sample for timestamp; another name, or a label, tells them apart',
    ])
  })

  it('is a warning where it does in another group, with the line and the group of the first', () => {
    const text = `groups:
  - name: one
    rules:
      - { record: r, expr: sum(a), labels: { window: 5m } }
  - name: two
    rules:
      - { record: other, expr: sum(b) }
      - { record: r, expr: sum(b), labels: { window: 5m } }
`
    const findings = lintRules(parseRuleFile(text, 'a.yml'), { scrapeIntervalSeconds: 15 })
    expect(findings.filter(({ check }) => check === 'duplicateRules')).toEqual([
      {
        check: 'duplicateRules',
        file: 'a.yml',
        line: 8,
        rule: 'r',
        severity: 'warning',
        sentence:
          'the rule at line 4 (group one) records the same name and labels by another expression: where both return the same labels, one series has samples of both in turn; another name, or a label, tells them apart',
      },
    ])
  })

  it.each<[string, object, object]>([
    ['records the same', { record: 'r', expr: 'sum( a )' }, { record: 'r', expr: 'sum(a)' }],
    ['alerts of the same', { alert: 'A', expr: 'a > 1', for: '1m' }, { alert: 'A', expr: 'a > 1', for: '60s' }],
    [
      'cannot be read, and is the same text',
      { record: 'r', expr: 'limitk(1, a)' },
      { record: 'r', expr: 'limitk(1, a)' },
    ],
  ])('is a note where it %s', (_, first, second) => {
    expect(found(first, second)).toEqual([
      expect.stringMatching(/ note: the same rule stands at line 1 already: one of them is enough$/),
    ])
  })

  it.each<[string, object, object]>([
    ['condition', { alert: 'A', expr: 'a > 1' }, { alert: 'A', expr: 'b > 1' }],
    ['time', { alert: 'A', expr: 'a > 1' }, { alert: 'A', expr: 'a > 1', for: '5m' }],
  ])('is a note where it alerts of another %s', (_, first, second) => {
    expect(found(first, second)).toEqual([
      expect.stringMatching(/^A note: another alert of the same name stands at line 1: /),
    ])
  })

  it('is found once for each that comes after the first', () => {
    expect(found(...['a', 'b', 'c'].map((metric) => ({ record: 'r', expr: `sum(${metric})` })))).toHaveLength(2)
  })

  it.each<[string, object, object]>([
    [
      'has other labels',
      { alert: 'A', expr: 'a > 1', labels: { s: 'x' } },
      { alert: 'A', expr: 'a > 2', labels: { s: 'y' } },
    ],
    ['is of another kind', { alert: 'A', expr: 'a > 1' }, { record: 'A', expr: 'a > 1' }],
    [
      'returns other values of a label',
      { alert: 'A', expr: 'absent(up{job="a"})' },
      { alert: 'A', expr: 'absent(up{job="b"})' },
    ],
    [
      'keeps other values of a label',
      { record: 'r', expr: 'sum by (job) (rate(a{job="a"}[5m])) / sum by (job) (rate(b[5m]))' },
      { record: 'r', expr: 'sum by (job) (rate(c{job="b"}[5m]))' },
    ],
  ])('is none where it %s', (_, first, second) => {
    expect(found(first, second)).toEqual([])
  })

  it.each<[string, string, string]>([
    ['asks what is missing of a calculation', 'absent(rate(a{job="a"}[5m]))', 'absent(rate(a{job="b"}[5m]))'],
    ['sums the label away', 'sum(a{job="a"})', 'sum(b{job="b"})'],
    ['replaces it', 'label_replace(a{job="a"}, "job", "x", "", "")', 'label_replace(b{job="b"}, "job", "x", "", "")'],
    ['matches without it', 'a{job="a"} / ignoring (job) c', 'b{job="b"} / ignoring (job) c'],
    ['may return the other side', 'a{job="a"} or c', 'b{job="b"} or c'],
    ['takes it over', 'a{job="a"} * on (pod) group_left (job) c', 'b{job="b"} * on (pod) group_left (job) c'],
  ])('is one all the same where the expression %s', (_, first, second) => {
    expect(found({ record: 'r', expr: first }, { record: 'r', expr: second })).toHaveLength(1)
  })

  it('is one all the same where both set the label', () => {
    const labels = { job: 'x' }
    expect(
      found({ record: 'r', expr: 'a{job="a"}', labels }, { record: 'r', expr: 'b{job="b"}', labels }),
    ).toHaveLength(1)
  })
})
