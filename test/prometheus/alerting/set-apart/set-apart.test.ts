import { describe, expect, it } from 'vitest'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { everyRule, type RuleFile } from '../../../../prometheus/alerting/rule-file.ts'

const NATIVE = 'histogram_quantile(0.95, sum(rate(x_seconds[5m])))'

function fileOf(...rules: Readonly<Record<string, unknown>>[]): RuleFile {
  return parseRuleFile(JSON.stringify({ groups: [{ name: 'g', rules }] }), 'rules.yml')
}

/** The names of the rules that are set apart, and why: the kinds of their reasons. */
function apart({ groups }: RuleFile): Record<string, string> {
  return Object.fromEntries(
    groups.flatMap(({ unsupported = [] }) => unsupported.map(({ rule, reason }) => [rule.name, reason.kind])),
  )
}

describe('rules are set apart', () => {
  it.each([
    ['nothing', [{ alert: 'A', expr: 'up == 0' }], {}],
    [
      'those that read a fixed instant',
      [
        { alert: 'A', expr: 'x @ 1609746000 > 1' },
        { alert: 'B', expr: 'max_over_time(rate(x[5m] @ 10)[1h:]) > 1' },
        { alert: 'C', expr: 'max_over_time(x[1h:] @ 10) > 1' },
        { alert: 'D', expr: 'x @ end() > 1' },
      ],
      { A: 'part', B: 'part', C: 'part' },
    ],
    ['one that reads a native histogram', [{ alert: 'A', expr: `${NATIVE} > 1` }], { A: 'native' }],
    [
      'those that read what it records, directly or through others',
      [
        { record: 'p95', expr: NATIVE },
        { record: 'p95:max', expr: 'max(p95)' },
        { alert: 'A', expr: 'p95:max > 1' },
        { alert: 'B', expr: 'up == 0' },
      ],
      { p95: 'native', 'p95:max': 'reads', A: 'reads' },
    ],
    [
      'those that read it before it is recorded, too',
      [
        { alert: 'A', expr: 'p95 > 1' },
        { record: 'p95', expr: NATIVE },
      ],
      { A: 'reads', p95: 'native' },
    ],
    [
      'those that read the state of such an alert',
      [
        { alert: 'A', expr: `${NATIVE} > 1` },
        { alert: 'B', expr: 'ALERTS{alertname="A",alertstate="firing"} == 1 and on () vector(1)' },
        { alert: 'C', expr: 'ALERTS{alertname="Other"} == 1' },
      ],
      { A: 'native', B: 'reads' },
    ],
    [
      'those whose pattern covers its name',
      [
        { record: 'job:p95', expr: NATIVE },
        { alert: 'A', expr: '{__name__=~"job:.+"} > 1' },
        { alert: 'B', expr: '{__name__=~"pod:.+"} > 1' },
      ],
      { 'job:p95': 'native', A: 'reads' },
    ],
    [
      'only those that may read it by the labels that it sets',
      [
        { record: 'p95', expr: NATIVE, labels: { slo: 'a' } },
        { record: 'p95', expr: 'vector(1)', labels: { slo: 'b' } },
        { alert: 'A', expr: 'p95{slo="a"} > 1' },
        { alert: 'B', expr: 'p95{slo="b"} > 1' },
        { alert: 'C', expr: 'p95{slo=~"a|b"} > 1' },
        { alert: 'D', expr: 'p95{constructor="x"} > 1' },
      ],
      { p95: 'native', A: 'reads', C: 'reads', D: 'reads' },
    ],
  ])('%s', (_, rules, reasons) => {
    expect(apart(fileOf(...rules))).toEqual(reasons)
  })

  it('and no record is known of a name that another rule, which cannot be read, records too', () => {
    const read = { record: 'job:x', expr: 'rate(x[5m])' }
    const quantile = { alert: 'A', expr: 'histogram_quantile(0.95, job:x) > 1' }
    const unread = { record: 'job:x', expr: 'limitk(1, x)' }
    expect(apart(fileOf(read, quantile))).toEqual({ A: 'native' })
    expect(apart(fileOf(read, unread, quantile))).toEqual({ 'job:x': 'part', A: 'reads' })
  })

  it('and keep their places', () => {
    const file = fileOf({ alert: 'A', expr: 'up' }, { record: 'p95', expr: NATIVE }, { alert: 'B', expr: 'up' })
    expect(file.groups.flatMap(everyRule).map(({ name }) => name)).toEqual(['A', 'p95', 'B'])
    expect(file.groups.flatMap(({ rules }) => rules.map(({ name }) => name))).toEqual(['A', 'B'])
  })

  it('with the line of the file on which the part stands', () => {
    const text = `groups:
  - name: g
    rules:
      - alert: A
        expr: >-
          up == 1 and
          ${NATIVE} > 1
`
    const [reason] = parseRuleFile(text, 'rules.yml').groups.flatMap(({ unsupported = [] }) => unsupported)
    expect(reason?.problem).toMatch(
      /^`histogram_quantile\(0\.95, sum\(rate\(x_seconds\[5m\]\)\)\)` at line 7 reads the native histogram x_seconds/,
    )
  })

  it.each([
    ['a call behind one of the same name', ['histogram_quantile(0.5, rate(x_bucket[5m])) > 1', `or ${NATIVE} > 1`]],
    ['a call behind a comment that names it', ['# histogram_quantile of what is read natively', NATIVE]],
    ['a call behind a text that names it', ['up{job="histogram_quantile"} == 1 and', NATIVE]],
    ['a call inside others', ['label_replace(topk(1, x), "a", "b", "c", "d") and', `max(sort(${NATIVE}))`]],
    ['an instant behind a text with an @', ['up{mail="a@b"} == 1', 'and x @ 1609746000 > 1']],
    ['an instant behind the end of the query', ['max_over_time(x[5m] @ end()) > 1', 'and x @ 1609746000 > 1']],
    ['an instant behind a comment with an @', ['# mail: a@b', 'max_over_time(x[1h:] @ 10) > 1']],
  ])('with the line of %s', (_, lines) => {
    const text = `groups:
  - name: g
    rules:
      - alert: A
        expr: |
${lines.map((line) => `          ${line}`).join('\n')}
`
    const [reason] = parseRuleFile(text, 'rules.yml').groups.flatMap(({ unsupported = [] }) => unsupported)
    expect(reason?.reason).toMatchObject({ line: 7 })
  })
})
