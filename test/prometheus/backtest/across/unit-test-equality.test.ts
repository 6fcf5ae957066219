// Two days of a histogram with restarts, missed scrapes, instances that come and go, and several episodes: a real Prometheus
// holds them as blocks and is back-tested through its API, and promtool runs Prometheus' own rule manager over the same
// samples. At every evaluation, its ALERTS series says what the history as drawn says.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Backtest, Episode } from '../../../../core/backtest/backtest.ts'
import { randomStream } from '../../../../core/random.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import { runBacktest } from '../../../../prometheus/backtest/run-backtest.ts'
import { type GuardedPrograms, guardPrograms } from '../../../../prometheus/local/programs/guard-programs.ts'
import { formatLabels } from '../../../../prometheus/series/labels.ts'
import { describeReal } from '../../../support/real-programs.ts'
import { serveBlocks } from '../../../support/serve-blocks.ts'
import { promtool } from '../../promtool.ts'

const SCRAPE_MS = 60_000
const EVALUATION_MS = 120_000
const SCRAPES = (2 * 86_400_000) / SCRAPE_MS
/** A whole multiple of all intervals, so that promtool's time 0 can stand for it. */
const START_MS = 1_699_999_200_000
const BOUNDS = ['0.1', '0.5', '1', '+Inf']

const RULES = `groups:
  - name: latency
    rules:
      - record: instance:latency:p95
        expr: histogram_quantile(0.95, sum by (instance, le) (rate(latency_seconds_bucket[5m])))
      - alert: AtABound
        expr: histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[5m]))) > 0.5
      - alert: InsideABucket
        expr: histogram_quantile(0.95, rate(latency_seconds_bucket[3m])) > 0.8
        for: 5m
        labels: { severity: page }
      - alert: Recorded
        expr: max by (instance) (instance:latency:p95) > 0.45 and on () count(instance:latency:p95) > 1
        for: 2m
        keep_firing_for: 10m
      - alert: Gone
        expr: absent(latency_seconds_count{instance="b"})
        for: 3m
      - alert: Errors
        expr: sum by (instance) (increase(errors_total[10m])) / sum by (instance) (increase(latency_seconds_count[10m])) > 0.1
      - alert: Together
        expr: count(ALERTS{alertstate="firing", alertname=~"AtABound|InsideABucket"}) > 1
      - alert: WorstOfTwentyMinutes
        expr: max_over_time(histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[5m])))[20m:2m]) > 0.7
        for: 4m
      - alert: FewerThanBefore
        expr: sum(rate(latency_seconds_count[5m])) < 0.9 * avg_over_time(sum(rate(latency_seconds_count[5m]))[30m:1m] offset 10m)
        for: 4m
      - alert: WorstRecorded
        expr: max by (instance) (max_over_time(instance:latency:p95[20m])) > 0.6
      - alert: Restarted
        expr: resets(latency_seconds_count[15m]) > 0 unless on (instance) instance:latency:p95 > 0.5
`

type Slots = (number | null)[]

/** By series, one slot for each scrape. */
function recordedDays(): ReadonlyMap<string, Slots> {
  const random = randomStream(5, 'unit-test-equality')
  const series = new Map<string, Slots>()
  const put = (name: string, scrape: number, value: number) => {
    const slots = series.get(name) ?? Array.from({ length: SCRAPES }, () => null)
    slots[scrape] = value
    series.set(name, slots)
  }
  for (const instance of ['a', 'b', 'c']) {
    let counts = BOUNDS.map(() => 0)
    let errors = 0
    let isUp = true
    for (let scrape = 0; scrape < SCRAPES; scrape++) {
      // Twice a day an instance is slow, for an hour or less; sometimes one restarts, is gone for a while, or misses a scrape.
      const hour = (scrape * SCRAPE_MS) / 3_600_000
      const isSlow = hour % 11 > 10.1 && random() < 0.9
      const arrived = 20 + Math.floor(20 * random())
      const slow = isSlow ? Math.floor(arrived * 0.3 * random()) : 0
      const middle = Math.floor(arrived * 0.04)
      counts = [arrived - slow - middle, arrived - slow, arrived, arrived].map(
        (more, i) => (counts[i] as number) + more,
      )
      errors += isSlow && instance !== 'c' ? 5 : 0
      if (random() < 0.001) {
        counts = BOUNDS.map(() => 0)
        errors = 0
      }
      if (random() < 0.0015) isUp = !isUp
      else if (random() < 0.02) isUp = true
      if (!isUp || random() < 0.01) continue
      BOUNDS.forEach((le, i) => {
        put(`latency_seconds_bucket{instance="${instance}",le="${le}"}`, scrape, counts[i] as number)
      })
      put(`latency_seconds_count{instance="${instance}"}`, scrape, counts[3] as number)
      put(`errors_total{instance="${instance}"}`, scrape, errors)
    }
  }
  return series
}

function openMetrics(series: ReadonlyMap<string, Slots>): string {
  const lines = [...series].flatMap(([name, slots]) =>
    slots.flatMap((value, i) => (value === null ? [] : [`${name} ${value} ${(START_MS + i * SCRAPE_MS) / 1e3}\n`])),
  )
  return `${lines.join('')}# EOF\n`
}

function firingAt(episodes: readonly Episode[], atMs: number): readonly Episode[] {
  return episodes.filter(({ startMs, endMs }) => startMs <= atMs && (endMs === null || atMs < endMs))
}

describeReal('two days, back-tested and unit-tested', ['prometheus', 'promtool'], ({ prometheus }) => {
  const series = recordedDays()
  let programs: GuardedPrograms
  let backtest: Backtest

  beforeAll(async () => {
    programs = await guardPrograms()
    const { baseUrl, api } = await serveBlocks(programs, {
      name: 'days',
      binary: prometheus,
      text: openMetrics(series),
    })
    await api.close()
    backtest = await runBacktest({
      source: { kind: 'prometheus', access: { baseUrl, headers: {} } },
      fromMs: START_MS,
      toMs: START_MS + SCRAPES * SCRAPE_MS,
      variants: [{ name: 'as written', ruleFile: parseRuleFile(RULES, 'rules.yml') }],
      evaluationSeconds: EVALUATION_MS / 1e3,
      offset: 0,
      dialect: null,
    })
  })

  afterAll(() => programs.stop())

  it('has several episodes of every alert', () => {
    const counts = (backtest.variants[0]?.alerts ?? []).map((alert) => [
      alert.alert,
      alert.outcome === 'evaluated' ? alert.histories.drawn.length > 2 : alert.outcome,
    ])
    expect(counts).toEqual([...RULES.matchAll(/alert: (\w+)/g)].map(([, name]) => [name, true]))
    expect(backtest.gaps).toEqual([])
  })

  it('fires at every instant what ALERTS says', async () => {
    const drawn = (backtest.variants[0]?.alerts ?? []).flatMap((alert) =>
      alert.outcome === 'evaluated' ? alert.histories.drawn : [],
    )
    const questions = Array.from({ length: (SCRAPES * SCRAPE_MS) / EVALUATION_MS }, (_, i) => ({
      expr: 'ALERTS{alertstate="firing"}',
      eval_time: `${i * EVALUATION_MS}ms`,
      exp_samples: firingAt(drawn, START_MS + i * EVALUATION_MS).map(({ labels }) => ({
        labels: formatLabels({ __name__: 'ALERTS', alertstate: 'firing', ...labels }),
        value: 1,
      })),
    }))
    const input = [...series].map(([name, slots]) => ({
      series: name,
      values: slots.map((slot) => slot ?? '_').join(' '),
    }))
    const test = { interval: `${SCRAPE_MS}ms`, input_series: input, promql_expr_test: questions }
    const rules = join(programs.folder, 'rules.yml')
    await writeFile(rules, RULES)
    const file = join(programs.folder, 'test.yml')
    await writeFile(
      file,
      JSON.stringify({ rule_files: [rules], evaluation_interval: `${EVALUATION_MS}ms`, tests: [test] }),
    )
    expect(await promtool('test', 'rules', file)).toContain('SUCCESS')
  })
})
