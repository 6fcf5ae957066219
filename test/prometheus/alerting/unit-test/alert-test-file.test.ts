import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { packageRoot } from '../../../../core/compiled-entry.ts'
import type { AlertHistory } from '../../../../core/run/alert.ts'
import type { PrometheusRecord } from '../../../../core/run/prometheus-record.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import type { RuleFile } from '../../../../prometheus/alerting/rule-file.ts'
import { RuleManager } from '../../../../prometheus/alerting/rule-manager.ts'
import { alertTestFile } from '../../../../prometheus/alerting/unit-test/alert-test-file.ts'
import { alertTestOfRun } from '../../../../prometheus/alerting/unit-test/alert-test-of-run.ts'
import { dialectOf } from '../../../../prometheus/promql/dialect.ts'
import { promqlQuery } from '../../../../prometheus/promql/query.ts'
import { openMetricsText } from '../../../../prometheus/scrape/open-metrics-text.ts'
import { SeriesStore } from '../../../../prometheus/scrape/series-store.ts'
import { describeReal } from '../../../support/real-programs.ts'
import { promtool } from '../../promtool.ts'

const T = 1_700_000_000_000

const ruleFile = (text: string) => parseRuleFile(text, 'alert.rules.yml')
const SIMPLE = ruleFile(`
groups:
  - name: g
    rules:
      - alert: High
        expr: temperature{room="a"} > 30
        for: 2s
`)

const history = (...transitions: AlertHistory['transitions'][number][]): AlertHistory => ({
  name: 'High',
  expression: 'temperature{room="a"} > 30',
  forSeconds: 2,
  keepFiringForSeconds: 0,
  transitions,
})

const run = {
  ruleFile: SIMPLE,
  ruleFileName: 'alert.rules.yml',
  series: [
    {
      labels: { __name__: 'temperature', room: 'a' },
      samples: [
        { timestampMs: T + 300, value: 20 },
        { timestampMs: T + 1304, value: 31.5 },
        { timestampMs: T + 2300, value: Number.NaN },
        { timestampMs: T + 6300, value: 7 },
      ],
    },
    { labels: { __name__: 'temperature', room: 'b' }, samples: [{ timestampMs: T, value: 1 }] },
  ],
  alerts: [
    history(
      { at: 0.5, state: 'inactive', value: null },
      { at: 1.5, state: 'pending', value: 31.5 },
      { at: 4.5, state: 'inactive', value: null },
    ),
  ],
  startedAtUnixMs: T,
  evaluationIntervalSeconds: 1,
  evaluatedAtSeconds: 0.5,
}

describe('the file', () => {
  const text = alertTestFile(run) ?? ''
  const [group] = parse(text).tests

  it('names the rule file and how often it is evaluated', () => {
    expect(parse(text)).toMatchObject({ rule_files: ['alert.rules.yml'], evaluation_interval: '1s' })
  })

  it('puts time 0 on the evaluation before the first sample, and each sample at its scrape', () => {
    expect(text).toContain('time 0 is 2023-11-14T22:13:19.500Z, 0.500 s before the run began')
    expect(group).toMatchObject({
      interval: '1ms',
      input_series: [{ series: 'temperature{room="a"}', values: '_x800 20 _x1003 31.5 _x995 NaN _x3999 7' }],
    })
  })

  it('tests each state at its first and its last evaluation', () => {
    const tests = group.promql_expr_test as { eval_time: string; exp_samples: { value: number }[] }[]
    expect(tests.map(({ eval_time, exp_samples }) => [eval_time, exp_samples[0]?.value])).toEqual([
      ['1s', 0],
      ['2s', 1],
      ['4s', 1],
      ['5s', 0],
      ['6s', 0],
    ])
  })

  it('allows one more evaluation where the rule was not evaluated on the grid', () => {
    const alerts = [history({ at: 0.2, state: 'inactive', value: null }, { at: 3.2, state: 'pending', value: 31 })]
    const tests = parse(alertTestFile({ ...run, alerts }) ?? '').tests[0].promql_expr_test as { eval_time: string }[]
    expect(tests.map(({ eval_time }) => eval_time)).toEqual(['2s', '5s', '6s'])
  })

  it('uses a coarser grid for a long run, and mentions it', () => {
    const samples = Array.from({ length: 10_000 }, (_, i) => ({ timestampMs: T + 300 + i * 1000, value: i }))
    const long = alertTestFile({ ...run, series: [{ labels: { __name__: 'temperature', room: 'a' }, samples }] }) ?? ''
    expect(parse(long).tests[0].interval).toBe('10ms')
    expect(long).toContain('Samples are moved by up to 5 ms')
  })

  it('keeps the samples that a rule reaches back to, its query offset included', () => {
    const samples = [-30, -24, -10, 1].map((second) => ({ timestampMs: T + second * 1000, value: 100 + second }))
    const series = [{ labels: { __name__: 'temperature' }, samples }]
    const valuesWith = (offset: string) => {
      const text = `groups: [{ name: g, ${offset} rules: [{ alert: High, expr: 'rate(temperature[5s]) > 1' }] }]`
      return parse(alertTestFile({ ...run, series, ruleFile: ruleFile(text) }) ?? '').tests[0].input_series[0].values
    }
    expect(valuesWith('')).toMatch(/^_x\d+ 101$/)
    expect(valuesWith('query_offset: 20s,')).toMatch(/^_x\d+ 76 _x\d+ 90 _x\d+ 101$/)
  })

  it('is null where no scraped series is read by a rule', () => {
    expect(alertTestFile({ ...run, series: run.series.slice(1) })).toBeNull()
  })
})

/** The lab's incident, scraped and evaluated every second as the embedded monitor does: 20 requests a second, for 45 s each takes 2 s longer. */
function labRun(rules: RuleFile): PrometheusRecord {
  const store = new SeriesStore({ retentionSeconds: 600, dotAll: true })
  const manager = new RuleManager(rules, promqlQuery(store, dialectOf('2.42')), () => {})
  let [fast, slow] = [0, 0]
  for (let second = 0; second <= 150; second++) {
    const labels = { instance: 'a:8000', job: 'model-server' }
    const bounds = { '0.1': fast, '0.3': fast, '0.5': fast, '0.7': fast, '1.0': fast, '2.0': fast }
    for (const [le, count] of Object.entries({ ...bounds, '5.0': fast + slow, '+Inf': fast + slow }))
      store
        .series({ __name__: 'model_latency_seconds_bucket', ...labels, le }, true)
        .append(T + second * 1000 + (second % 3), count)
    for (const group of rules.groups) manager.evaluate(group, T + second * 1000 + 100, second + 0.1)
    if (second >= 20 && second < 65) slow += 20
    else fast += 20
  }
  return {
    source: 'embedded',
    metric: 'model_latency_seconds',
    scrapeIntervalSeconds: 1,
    evaluationIntervalSeconds: 1,
    scrapes: [],
    snapshots: [],
    total: null,
    estimates: [],
    estimate: { expression: '', quantile: 0.95, rangeSeconds: 60 },
    alerts: manager.histories,
    resets: 0,
    problems: [],
    openMetrics: openMetricsText(store.all, new Map([['model_latency_seconds', { type: 'histogram', help: '' }]])).text,
  }
}

describeReal("promtool and the lab's alert", ['promtool'], () => {
  let folder: string
  let rules: RuleFile
  let record: PrometheusRecord
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alert-test-'))
    const text = await readFile(join(packageRoot, 'prometheus/rules/latency.rules.yml'), 'utf8')
    await writeFile(join(folder, 'alert.rules.yml'), text)
    rules = ruleFile(text)
    record = labRun(rules)
  })
  afterAll(() => rm(folder, { recursive: true }))

  async function test(seen: PrometheusRecord): Promise<string> {
    const file = join(folder, 'alert.test.yml')
    await writeFile(file, alertTestOfRun(seen, rules, 'alert.rules.yml', T) ?? '')
    return promtool('test', 'rules', file)
  }

  it('confirm the states that the embedded monitor observed', async () => {
    expect(record.alerts[0]?.transitions.map(({ state }) => state)).toEqual([
      'inactive',
      'pending',
      'firing',
      'inactive',
    ])
    expect(await test(record)).toContain('SUCCESS')
  })

  it.each([
    ['a second too early', -1],
    ['a second too late', 1],
  ])('reject an alert that fired %s', async (_, seconds) => {
    const alerts = record.alerts.map((alert) => ({
      ...alert,
      transitions: alert.transitions.map((one) => (one.state === 'firing' ? { ...one, at: one.at + seconds } : one)),
    }))
    await expect(test({ ...record, alerts })).rejects.toThrow('FAILED')
  })
})
