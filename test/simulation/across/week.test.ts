// Seven days of a simulated service, with daily and weekly traffic and three incidents, against the real rule manager: the
// states of every alert at every evaluation. Oracles: promtool's rule manager on what the simulation scraped, and a Prometheus
// that holds it as blocks. (`promtool tsdb create-blocks-from rules` leaves out alerting rules: it asks the same Prometheus.)

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { promtoolTest } from '../../../bench/drill/promtool-test.ts'
import type { ServiceModel } from '../../../core/drill/service-model.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { evaluateInColumns } from '../../../prometheus/columns/evaluate-in-columns.ts'
import type { AlertOutcome, RuleFileRun } from '../../../prometheus/columns/rule-file-run.ts'
import { SamplesInOrder } from '../../../prometheus/columns/samples-in-order.ts'
import { type GuardedPrograms, guardPrograms } from '../../../prometheus/local/programs/guard-programs.ts'
import { dialectOf } from '../../../prometheus/promql/dialect.ts'
import { openMetricsText } from '../../../prometheus/scrape/open-metrics-text.ts'
import { SeriesStore } from '../../../prometheus/scrape/series-store.ts'
import { drawnDays } from '../../../simulation/days/drawn-days.ts'
import { rateShape } from '../../../simulation/drawn/rate-shape.ts'
import { promtool } from '../../prometheus/promtool.ts'
import { describeReal } from '../../support/real-programs.ts'
import { serveBlocks } from '../../support/serve-blocks.ts'

const [HOUR, DAY] = [3600, 86_400]
const INTERVAL_SECONDS = 60

/** A dashboard's P95, a burn rate over two windows, one that keeps firing, and one that reads a series which comes and goes. */
const RULES = `
groups:
  - name: latency
    rules:
      - alert: SlowP95
        expr: histogram_quantile(0.95, rate(model_latency_seconds_bucket[10m])) > 0.5
        for: 5m
      - alert: Burning
        expr: >-
          (1 - rate(model_latency_seconds_bucket{le="1.0"}[1h]) / ignoring (le) rate(model_latency_seconds_count[1h])) > 0.02
          and (1 - rate(model_latency_seconds_bucket{le="1.0"}[5m]) / ignoring (le) rate(model_latency_seconds_count[5m])) > 0.02
      - alert: Down
        expr: up == 0
        for: 2m
        keep_firing_for: 10m
      - alert: Failing
        expr: sum(increase(model_requests_total{code="500"}[10m])) > 0
`

const OFFICE = [1, 1, 1, 1, 1, 2, 6, 14, 22, 26, 27, 26, 22, 24, 26, 25, 22, 16, 10, 7, 5, 3, 2, 1]

const MODEL: ServiceModel = {
  series: [
    {
      kind: 'histogram',
      metric: 'model_latency_seconds',
      unitsPerSecond: 1,
      upperBounds: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      labels: {},
      requests: 'all',
    },
    { kind: 'counter', metric: 'model_requests_total', labels: { code: '200' }, requests: 'succeeded' },
    { kind: 'counter', metric: 'model_requests_total', labels: { code: '500' }, requests: 'failed' },
  ],
  begin: 'with-first-count',
}

function week() {
  return drawnDays({
    seconds: 7 * DAY,
    startedAtUnixMs: Date.UTC(2026, 0, 5),
    model: MODEL,
    latency: { kind: 'lognormal', medianSeconds: 0.04, p95Seconds: 0.12 },
    shape: rateShape(20, OFFICE, [5, 5, 5, 5, 5, 1, 1]),
    incidents: [
      {
        kind: 'degraded',
        fromSeconds: DAY + 10 * HOUR,
        toSeconds: DAY + 11 * HOUR,
        share: 0.1,
        faults: [{ kind: 'addedDelay', seconds: 3 }],
      },
      // By night, at a fiftieth of the traffic.
      {
        kind: 'degraded',
        fromSeconds: 5 * DAY + 2 * HOUR,
        toSeconds: 5 * DAY + 3 * HOUR,
        share: 0.05,
        faults: [{ kind: 'addedDelay', seconds: 2 }],
      },
      // The first failures there ever were, and the first of the process that came after the one that went away.
      ...[2 * DAY + 9 * HOUR, 4 * DAY + 9 * HOUR].map((fromSeconds) => ({
        kind: 'degraded' as const,
        fromSeconds,
        toSeconds: fromSeconds + 1800,
        share: 0.001,
        faults: [{ kind: 'errors', share: 1 } as const],
      })),
      { kind: 'away', fromSeconds: 3 * DAY + 15 * HOUR, toSeconds: 3 * DAY + 15 * HOUR + 400 },
    ],
    ruleFile: parseRuleFile(RULES, 'alert.rules.yml'),
    scrapeIntervalSeconds: INTERVAL_SECONDS,
    // Half a minute before the evaluations, which lie a tenth of a second after the ticks: promtool has whole seconds.
    scrapes: { offsetSeconds: 30.1, jitterSeconds: 0, failureShare: 0.002 },
    evaluationSeconds: INTERVAL_SECONDS,
    seed: 7,
    // No sample lies at the end of a range, where versions differ otherwise; Debian's is this one.
    dialect: dialectOf('2.42.0'),
  }).run
}

describeReal('a simulated week', ['promtool', 'prometheus'], ({ prometheus }) => {
  let run: RuleFileRun
  let alerts: readonly AlertOutcome[]
  let programs: GuardedPrograms

  beforeAll(async () => {
    programs = await guardPrograms()
    run = week()
    alerts = evaluateInColumns(run).alerts
  })

  afterAll(() => programs.stop())

  it('has every alert fire, so that comparing them is about something', () => {
    for (const { rule, labelSets } of alerts)
      expect(
        labelSets.flatMap(({ transitions }) => transitions.map(({ state }) => state)),
        rule.name,
      ).toContain('firing')
  })

  it('has the states of the real rule manager, counted over 10,080 evaluations', { timeout: 240_000 }, async () => {
    const test = promtoolTest({ run, outcome: evaluateInColumns(run), ruleFileName: 'alert.rules.yml', gridMs: 30_000 })
    const folder = await mkdtemp(join(tmpdir(), 'sla-harness-week-'))
    try {
      await writeFile(join(folder, 'alert.rules.yml'), RULES)
      await writeFile(join(folder, 'week.test.yml'), test)
      expect(await promtool('test', 'rules', join(folder, 'week.test.yml'))).toContain('SUCCESS')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('has them at each of these where its scrapes are blocks of a real Prometheus, whatever it evaluates there', {
    timeout: 240_000,
  }, async () => {
    const { api } = await serveBlocks(programs, { name: 'week', binary: prometheus, text: openMetrics(run) })
    try {
      const instants = { fromMs: run.firstMs, toMs: run.lastMs - run.intervalMs + 100 }
      for (const { rule, labelSets } of alerts) {
        const series = await api.queryRange(rule.expression, instants, run.intervalMs)
        const holds = new Set(series.flatMap(({ samples }) => samples.map(({ timestampMs }) => timestampMs)))
        // There is one target.
        expect(labelSets).toHaveLength(1)
        expect(statesOf(holds, rule, run), rule.name).toEqual(statesAt(labelSets[0], run))
      }
    } finally {
      await api.close()
    }
  })
})

function openMetrics({ series, lastMs, dialect }: RuleFileRun): string {
  const store = new SeriesStore({ retentionSeconds: 0, dotAll: dialect.regexDotAll })
  new SamplesInOrder(series, store, { rank: 0 }).bringUntil(lastMs)
  const types = new Map([
    ['model_latency_seconds', { type: 'histogram', help: '' } as const],
    ['model_requests', { type: 'counter', help: '' } as const],
  ])
  return openMetricsText(store.all, types).text
}

function evaluationsMs({ firstMs, intervalMs }: RuleFileRun): number[] {
  return Array.from({ length: (7 * DAY) / INTERVAL_SECONDS }, (_, i) => firstMs + i * intervalMs)
}

/** What an alert is at each evaluation, given those at which its condition holds. */
function statesOf(
  holds: ReadonlySet<number>,
  { forSeconds, keepFiringForSeconds }: AlertOutcome['rule'],
  run: RuleFileRun,
): string[] {
  let [sinceMs, missingMs, isFiring] = [Number.NaN, Number.NaN, false]
  return evaluationsMs(run).map((atMs) => {
    if (holds.has(atMs)) {
      if (Number.isNaN(sinceMs)) sinceMs = atMs
      missingMs = Number.NaN
      isFiring ||= atMs - sinceMs >= forSeconds * 1e3
    } else {
      // The time to keep firing begins with the first evaluation that does not hold (Prometheus rules/alerting.go).
      if (Number.isNaN(missingMs)) missingMs = atMs
      if (!(isFiring && atMs - missingMs < keepFiringForSeconds * 1e3)) [sinceMs, isFiring] = [Number.NaN, false]
    }
    if (isFiring) return 'firing'
    return Number.isNaN(sinceMs) ? 'inactive' : 'pending'
  })
}

function statesAt(history: AlertOutcome['labelSets'][number] | undefined, run: RuleFileRun): string[] {
  const transitions = history?.transitions ?? []
  return evaluationsMs(run).map((atMs) => transitions.findLast((each) => each.atMs <= atMs)?.state ?? 'inactive')
}
