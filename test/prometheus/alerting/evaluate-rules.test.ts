import { describe, expect, it } from 'vitest'
import { evaluateRules, NEW_RULE_STATE, type RuleState } from '../../../prometheus/alerting/evaluate-rules.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import type { RuleGroup } from '../../../prometheus/alerting/rule-file.ts'
import { DEFAULT_DIALECT } from '../../../prometheus/promql/dialect.ts'
import { promqlQuery } from '../../../prometheus/promql/query.ts'
import { SeriesStore } from '../../../prometheus/scrape/series-store.ts'
import { formatLabels } from '../../../prometheus/series/labels.ts'
import type { Labels } from '../../../prometheus/series/series.ts'

const T = 1_700_000_000_000

function groupOf(text: string): RuleGroup {
  const [group] = parseRuleFile(`groups:\n- ${text.trim().split('\n').join('\n  ')}\n`, 'a.rules.yml').groups
  if (!group) throw new Error('expected a group')
  return group
}

/** Evaluates a group once a second over the samples listed, and tells what was recorded and what failed. */
function run(group: RuleGroup, seconds: readonly (readonly [Labels, number][])[]) {
  const store = new SeriesStore({ retentionSeconds: 600, dotAll: true })
  const query = promqlQuery(store, DEFAULT_DIALECT)
  const recorded: string[] = []
  const errors: (string | null)[][] = []
  let states: readonly RuleState[] = group.rules.map(() => NEW_RULE_STATE)
  seconds.forEach((samples, second) => {
    const now = T + second * 1000
    const present = new Set(samples.map(([labels]) => store.series(labels, true)))
    for (const [labels, value] of samples) store.series(labels, true).append(now, value)
    for (const series of store.all) if (series.scraped && !present.has(series)) series.appendStale(now)
    const evaluations = evaluateRules(group, states, now, query, (labels, timestampMs, value) => {
      recorded.push(`${(timestampMs - T) / 1e3} ${formatLabels(labels)} ${value ?? 'ends'}`)
      const series = store.series(labels, false)
      if (value === null) series.appendStale(timestampMs)
      else series.append(timestampMs, value)
    })
    states = evaluations.map(({ state }) => state)
    errors.push(evaluations.map(({ error }) => error))
  })
  return { recorded, errors, states }
}

const x = (value: number, labels: Labels = {}): [Labels, number] => [{ __name__: 'x', ...labels }, value]

describe('recording rules', () => {
  it('are visible to later rules, and their series end when they return nothing', () => {
    const group = groupOf(`
name: g
rules:
  - { record: doubled, expr: 2 * x, labels: { kind: twice, drop: "" } }
  - { record: counted, expr: count(doubled) }
`)
    const { recorded } = run(group, [[x(1, { a: 'b', drop: 'c' })], [x(2, { a: 'b', drop: 'c' })], []])
    expect(recorded).toEqual([
      '0 doubled{a="b", kind="twice"} 2',
      '0 counted 1',
      '1 doubled{a="b", kind="twice"} 4',
      '1 counted 1',
      '2 doubled{a="b", kind="twice"} ends',
      '2 counted ends',
    ])
  })

  it('record a scalar as one series without labels', () => {
    expect(run(groupOf('name: g\nrules: [{ record: one, expr: "1" }]'), [[]]).recorded).toEqual(['0 one 1'])
  })

  it('fail where two results become one series, and keep their previous state', () => {
    const group = groupOf('name: g\nrules: [{ record: a, expr: x, labels: { b: "" } }]')
    const { recorded, errors } = run(group, [[x(1, { b: '1' })], [x(1, { b: '1' }), x(2, { b: '2' })], []])
    expect(errors).toEqual([[null], ['two results have the same labels once those of the rule are applied'], [null]])
    expect(recorded).toEqual(['0 a 1', '2 a ends'])
  })

  it('query and record at the instant before the query offset', () => {
    const group = groupOf('name: g\nquery_offset: 1s\nrules: [{ record: a, expr: x }]')
    expect(run(group, [[x(1)], [x(2)], [x(3)]]).recorded).toEqual(['0 a 1', '1 a 2'])
  })
})

describe('alerting rules', () => {
  it('record ALERTS and ALERTS_FOR_STATE, with the labels of the result, the rule and the name', () => {
    const group = groupOf(`
name: g
labels: { team: ml }
rules:
  - alert: High
    expr: x > 1
    for: 1s
    labels: { severity: page, where: "at {{ $labels.route }}" }
  - { record: firing, expr: 'count(ALERTS{alertstate="firing"})' }
`)
    const { recorded, states } = run(group, [[x(2, { route: '/a' })], [x(3, { route: '/a' })], [x(1, { route: '/a' })]])
    const labels = 'alertname="High", route="/a", severity="page", team="ml", where="at /a"'
    const stated = (state: string) => labels.replace('route', `alertstate="${state}", route`)
    expect(recorded).toEqual([
      `0 ALERTS{${stated('pending')}} 1`,
      `0 ALERTS_FOR_STATE{${labels}} 1700000000`,
      `1 ALERTS{${stated('firing')}} 1`,
      `1 ALERTS_FOR_STATE{${labels}} 1700000000`,
      `1 ALERTS{${stated('pending')}} ends`,
      '1 firing{team="ml"} 1',
      `2 ALERTS{${stated('firing')}} ends`,
      `2 ALERTS_FOR_STATE{${labels}} ends`,
      '2 firing{team="ml"} ends',
    ])
    expect(states[0]?.active.size).toBe(0)
  })

  it('treat a changing value in a label as a new alert, which never fires', () => {
    const group = groupOf('name: g\nrules: [{ alert: A, expr: x, for: 2s, labels: { value: "{{ $value }}" } }]')
    const { states } = run(group, [[x(1)], [x(2)], [x(3)], [x(4)]])
    expect([...(states[0]?.active.values() ?? [])].map(({ state }) => state)).toEqual(['pending'])
  })

  it('keep their states where an evaluation fails', () => {
    const group = groupOf('name: g\nrules: [{ alert: A, expr: x * on () group_left () y, for: 2s }]')
    const y = (a: string): [Labels, number] => [{ __name__: 'y', a }, 1]
    const { errors, states } = run(group, [
      [x(1), y('1')],
      [x(1), y('1'), y('2')],
      [x(1), y('1')],
    ])
    expect(errors.map(([error]) => error === null)).toEqual([true, false, true])
    expect([...(states[0]?.active.values() ?? [])]).toMatchObject([{ state: 'firing', activeAtMs: T }])
  })

  it("drop their alerts beyond the group's limit", () => {
    const group = groupOf('name: g\nlimit: 1\nrules: [{ alert: A, expr: x }, { record: r, expr: x }]')
    const { errors, states } = run(group, [[x(1, { a: '1' })], [x(1, { a: '1' }), x(1, { a: '2' })]])
    expect(errors[1]).toEqual([
      "exceeded the group's limit of 1 with 2 alerts",
      "exceeded the group's limit of 1 with 2 series",
    ])
    expect(states[0]?.active.size).toBe(0)
  })
})
