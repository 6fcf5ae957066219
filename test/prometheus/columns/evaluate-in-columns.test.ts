// Whole rule files in columns against the same instant by instant: every label set with every transition and its value, and
// every failure, on series with jitter, lost scrapes and restarts.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Random, randomStream } from '../../../core/random.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { evaluateInColumns } from '../../../prometheus/columns/evaluate-in-columns.ts'
import { evaluateInOrder } from '../../../prometheus/columns/evaluate-in-order.ts'
import type { RuleFileRun } from '../../../prometheus/columns/rule-file-run.ts'
import { SeriesColumn } from '../../../prometheus/columns/series-column.ts'
import { TimeAxis } from '../../../prometheus/columns/time-axis.ts'
import { dialectOf } from '../../../prometheus/promql/dialect.ts'

const START_MS = Date.UTC(2026, 0, 5)
const INTERVAL_MS = 15_000

const rulesOf = (text: string) => parseRuleFile(`groups:${text}`, 'rules.yml')

const FILES: Readonly<Record<string, string>> = {
  'burn rates by recording rules, as Sloth writes them': `
  - name: recordings
    rules:
      - record: slo:ratio_rate5m
        expr: sum(rate(requests_total{code="500"}[5m])) / sum(rate(requests_total[5m]))
        labels: { window: 5m }
      - record: slo:ratio_rate1h
        expr: sum(rate(requests_total{code="500"}[1h])) / sum(rate(requests_total[1h]))
        labels: { window: 1h }
  - name: alerts
    rules:
      - alert: Burning
        expr: (max(slo:ratio_rate5m > 0.2) without (window)) and (max(slo:ratio_rate1h > 0.1) without (window))
        labels: { severity: page }`,
  'a quantile by instance, with times to hold and to keep': `
  - name: latency
    rules:
      - alert: Slow
        expr: histogram_quantile(0.9, sum by (le, instance) (rate(duration_bucket[2m]))) > 0.45
        for: 1m
        keep_firing_for: 3m
      - alert: SlowOverall
        expr: histogram_quantile(0.5, sum by (le) (increase(duration_bucket[10m]))) > 0.2`,
  'rules that read those after them, and other groups': `
  - name: first
    rules:
      - alert: Late
        expr: later > 3
      - record: later
        expr: sum by (instance) (rate(requests_total[1m]))
      - alert: Soon
        expr: later > 3
  - name: slower
    interval: 1m
    rules:
      - record: mean
        expr: avg_over_time(later[5m])
      - alert: Mean
        expr: mean > 2.5 unless on (instance) later < 1
        for: 2m
  - name: behind
    query_offset: 40s
    rules:
      - record: offset:up
        expr: sum(up)
      - alert: Behind
        expr: offset:up < 2 or later < 0.5`,
  'what is missing': `
  - name: absence
    rules:
      - alert: Down
        expr: up == 0
        for: 30s
      - alert: NoRequests
        expr: absent(requests_total{instance="a", code="200"})
      - alert: NothingAtAll
        expr: absent_over_time(up{instance="c"}[5m]) or absent(absent(up))`,
  'labels that follow the value, and a limit': `
  - name: templates
    rules:
      - alert: Valued
        expr: sum by (instance) (rate(requests_total[1m])) > 2
        labels: { about: '{{ if gt $value 4.0 }}much{{ else }}some{{ end }}' }
      - alert: Named
        expr: sum by (instance) (rate(requests_total[1m])) > 2
        labels: { about: 'instance {{ $labels.instance }}' }
  - name: limited
    limit: 1
    rules:
      - alert: Limited
        expr: sum by (instance) (rate(requests_total[1m])) > 3`,
  'evaluations that fail now and then': `
  - name: failing
    rules:
      - alert: ManyToMany
        expr: requests_total / on (instance) requests_total{code="200"} > 1
      - record: same
        expr: rate(requests_total[1m]) > 3
        labels: { code: any }
      - alert: OfSame
        expr: same > 3`,
  'alerts that read alerts': `
  - name: alerts
    rules:
      - alert: Info
        expr: sum by (instance) (rate(requests_total[1m])) > 3
        for: 30s
      - alert: Inhibitor
        expr: ALERTS{alertname="Info"} == 1 unless on (instance) ALERTS{alertname="Down", alertstate="firing"} == 1
      - alert: Down
        expr: up == 0
      - alert: Since
        expr: time() - ALERTS_FOR_STATE{alertname="Info"} > 120`,
  'subqueries and times': `
  - name: others
    rules:
      - alert: Peak
        expr: max_over_time(sum(rate(requests_total[1m]))[5m:30s]) > 7
      - alert: Falling
        expr: deriv(sum(rate(requests_total[1m]))[5m:1m]) < -0.01 and hour() >= 0
      - alert: Later
        expr: sum(rate(requests_total[2m] offset 3m)) < 4 and sum(rate(requests_total[2m])) > 4.5
      - alert: Restarted
        expr: resets(requests_total{code="200"}[10m]) > 0 and changes(up[10m]) > 1`,
  'subqueries of what rules after them write, and of other groups': `
  - name: before
    rules:
      - alert: Peak
        expr: max_over_time(later[3m:30s]) > 4.4
      - alert: Mean
        expr: avg_over_time(sum(later)[2m:] offset 1m) > 9 and max_over_time(max_over_time(later[1m:15s])[3m:1m]) > 4
      - record: later
        expr: sum by (instance) (rate(requests_total[1m])) > 3
      - alert: Twice
        expr: min_over_time(same[2m:15s]) > 3
      - record: same
        expr: sum by (instance) (rate(requests_total[1m]))
  - name: behind
    query_offset: 20s
    rules:
      - alert: Behind
        expr: count_over_time(later[5m:20s]) < 12 or count_over_time(far[5m:30s]) > 9
      - record: same
        expr: sum by (instance) (rate(requests_total[2m]))
  - name: far-behind
    query_offset: 70s
    rules:
      - record: far
        expr: up == 1`,
  'a circle': `
  - name: circle
    rules:
      - record: sum:seen
        expr: (sum:seen or vector(0)) + 1
      - alert: Seen
        expr: sum:seen > 20`,
  'two rules that record one series': `
  - name: twice
    rules:
      - record: same
        expr: sum(up)
      - record: same
        expr: sum(up) + 1
      - alert: Same
        expr: same > 1
      - alert: SameBefore
        expr: same offset 1m > 2 and max_over_time(same[2m]) > 2`,
  'rules between those that record one series, which comes and goes': `
  - name: twice
    rules:
      - alert: First
        expr: same > 4
      - record: same
        expr: sum by (instance) (rate(requests_total[1m])) > 3
      - alert: Between
        expr: same > 4
        for: 30s
      - record: between
        expr: same
      - record: same
        expr: sum by (instance) (rate(requests_total[2m])) > 2
        labels: { instance: a }
      - record: same
        expr: 5 - sum by (instance) (rate(requests_total[1m]))
      - alert: Behind
        expr: same > 4 or between < 3.2
      - alert: Absent
        expr: absent(same{instance="c"})
      - alert: Often
        expr: sum by (instance) (count_over_time(same[3m])) < 9 or changes(between[3m]) > 8 or rate(same[2m]) > 0.02`,
  'groups that record one series, each at its own times': `
  - name: usual
    rules:
      - record: same
        expr: sum by (instance) (rate(requests_total[1m])) > 3.5
      - alert: InTime
        expr: same > 4
  - name: slower
    interval: 50s
    rules:
      - record: same
        expr: sum by (instance) (rate(requests_total[5m]))
      - alert: Slower
        expr: same > 3.6
  - name: behind
    query_offset: 20s
    rules:
      - record: same
        expr: sum by (instance) (rate(requests_total[3m])) > 3
      - alert: Behind
        expr: same > 3.8 or max_over_time(same[1m]) > 4.5
        for: 1m
  - name: far-behind
    interval: 30s
    query_offset: 5m
    rules:
      - record: late
        expr: up
      - alert: FarBehind
        expr: sum(late) < 3 and sum(max_over_time(same[2m])) > 10
  - name: other
    interval: 1m
    rules:
      - record: late
        expr: up == 0
      - alert: Late
        expr: sum(late) < 2 or sum(avg_over_time(late[3m])) < 2.5`,
  'a rule that records what is scraped': `
  - name: scraped
    rules:
      - alert: Before
        expr: up == 0
      - record: up
        expr: up2 - 1
      - record: up2
        expr: sum by (instance) (rate(requests_total[1m])) > 3
      - alert: Above
        expr: up > 2.2 or sum(up) > 4.5 or changes(up[2m]) > 3
  - name: behind
    query_offset: 7s
    rules:
      - record: requests_total
        expr: 1e6 * up2
        labels: { code: "200" }
      - alert: Requests
        expr: sum by (instance) (rate(requests_total[2m])) > 5000`,
  'two alerts of one name, read by others': `
  - name: alerts
    rules:
      - alert: Info
        expr: sum by (instance) (rate(requests_total[1m])) > 4
      - record: pending
        expr: ALERTS{alertname="Info"}
      - alert: Info
        expr: sum by (instance) (rate(requests_total[1m])) > 3
        for: 30s
      - alert: Inhibitor
        expr: ALERTS{alertname="Info"} == 1 unless pending
      - alert: Since
        expr: time() - ALERTS_FOR_STATE{alertname="Info"} > 120`,
}

const BOUNDS = ['0.1', '0.25', '0.5', '1.0', '+Inf']

function drawnSeries(random: Random, scrapes: number): SeriesColumn[] {
  return ['a', 'b', 'c'].flatMap((instance) => {
    const jitterMs = random() < 0.5 ? 0 : 4_000
    const lossShare = random() < 0.5 ? 0 : 0.1
    const counts = new Map<string, number>()
    const values = new Map<string, number[]>()
    const [times, ups, ends] = [[] as number[], [] as number[], [] as number[]]
    const upTimes: number[] = []
    let isOn = false
    let slowness = 1
    for (let i = 0; i < scrapes; i++) {
      const timeMs = START_MS + i * INTERVAL_MS + Math.floor(jitterMs * random())
      if (random() < 0.02) slowness = 0.3 + 2 * random()
      if (random() < 0.01) counts.clear()
      const isUp = random() >= lossShare && !(instance === 'c' && i % 97 < 25)
      upTimes.push(timeMs)
      ups.push(Number(isUp))
      let total = 0
      for (const [b, le] of BOUNDS.entries()) {
        total += Math.floor(30 * random() * (b > 2 ? slowness : 1))
        counts.set(le, (counts.get(le) ?? 0) + total)
      }
      for (const code of ['200', '500'])
        counts.set(code, (counts.get(code) ?? 0) + Math.floor((code === '200' ? 60 : 15 * slowness) * random()))
      if (isUp) {
        times.push(timeMs)
        for (const [key, count] of counts) values.set(key, [...(values.get(key) ?? []), count])
      } else if (isOn) ends.push(timeMs)
      isOn = isUp
    }
    const axis = new TimeAxis(Float64Array.from(times))
    for (const end of ends) axis.endAt(end)
    const column = (labels: Record<string, string>, key: string) =>
      new SeriesColumn({ ...labels, instance }, axis, Float64Array.from(values.get(key) ?? []))
    return [
      ...BOUNDS.map((le) => column({ __name__: 'duration_bucket', le }, le)),
      ...['200', '500'].map((code) => column({ __name__: 'requests_total', code }, code)),
      new SeriesColumn({ __name__: 'up', instance }, new TimeAxis(Float64Array.from(upTimes)), Float64Array.from(ups)),
    ]
  })
}

function runOf(text: string, seed: number, more: Partial<RuleFileRun> = {}): RuleFileRun {
  const scrapes = 200
  return {
    ruleFile: rulesOf(text),
    series: drawnSeries(randomStream(seed, 'columns'), scrapes),
    firstMs: START_MS + 100,
    lastMs: START_MS + scrapes * INTERVAL_MS,
    intervalMs: INTERVAL_MS,
    alertsFromMs: START_MS,
    dialect: dialectOf('3.5.0'),
    ...more,
  }
}

describe('evaluateInColumns', () => {
  it.each(Object.entries(FILES))('is equal to evaluation in order: %s', (_what, text) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom(1, 7, 64, 4096),
        fc.constantFrom('2.42.0', '3.5.0'),
        fc.constantFrom(0, 777_777),
        fc.constantFrom(100, 0),
        (seed, stretch, version, leadMs, offsetMs) => {
          const times = { firstMs: START_MS + offsetMs, alertsFromMs: START_MS + leadMs }
          const run = runOf(text, seed, { ...times, dialect: dialectOf(version) })
          const { alerts, evaluations } = evaluateInColumns(run, stretch)
          const expected = evaluateInOrder(run)
          expect(alerts).toEqual(expected.alerts)
          expect(evaluations).toBe(expected.evaluations)
        },
      ),
      { numRuns: 3, seed: 11 },
    )
  })

  // As Prometheus 3.5.3 records them: a marker of the first rule counts before a sample of the second.
  it('keeps of two rules that write at one instant what the first writes', () => {
    const run: RuleFileRun = {
      ...runOf(
        `
  - name: same
    rules:
      - { record: same, expr: vector(1) and on () (vector(time()) % 8 < 4) }
      - { alert: Between, expr: same == 2 }
      - { record: same, expr: vector(2) and on () (vector(time()) % 8 < 6) }
      - { alert: Behind, expr: same == 2 }
      - { alert: One, expr: same == 1 }`,
        3,
      ),
      firstMs: START_MS,
      lastMs: START_MS + 15_000,
      intervalMs: 1_000,
    }
    for (const { alerts } of [evaluateInColumns(run, 3), evaluateInOrder(run)])
      expect(
        alerts.map(({ rule, labelSets }) => [
          rule.name,
          ...labelSets.flatMap(({ transitions }) => transitions.map(({ atMs }) => (atMs - START_MS) / 1e3)),
        ]),
      ).toEqual([
        ['Between', 6, 7, 14, 15],
        ['Behind', 5, 6, 13, 14],
        ['One', 0, 4, 8, 12],
      ])
  })

  it('has something to compare: alerts of most files fire', () => {
    const silent = Object.entries(FILES).flatMap(([what, text]) =>
      evaluateInColumns(runOf(text, 3)).alerts.some(({ labelSets }) => labelSets.length > 0) ? [] : [what],
    )
    expect(silent).toEqual([])
  })

  it('says which rules were left to the ordinary evaluator, why, and how often', () => {
    const reasons = (what: string) => {
      const { ordinary, evaluations } = evaluateInColumns(runOf(FILES[what] as string, 3))
      return [ordinary.map(({ rule, because }) => `${rule.name}: ${because.kind}`), evaluations]
    }
    expect(reasons('what is missing')).toEqual([[], 600])
    expect(reasons('a circle')).toEqual([['sum:seen: circle', 'Seen: circle'], 400])
    expect(reasons('two rules that record one series')).toEqual([[], 800])
    expect(reasons('groups that record one series, each at its own times')).toEqual([[], 1220])
    expect(reasons('subqueries of what rules after them write, and of other groups')).toEqual([
      ['Twice: subquery', 'Behind: subquery'],
      1600,
    ])
    expect(reasons('evaluations that fail now and then')).toEqual([['ManyToMany: failure'], 600])
  })
})
