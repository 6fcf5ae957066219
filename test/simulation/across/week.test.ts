// Seven days of a simulated service, with daily and weekly traffic and three incidents, against the real rule manager: the
// states of every alert at every evaluation. Oracles: promtool's rule manager on what the simulation scraped, and a Prometheus
// that holds it as blocks. (`promtool tsdb create-blocks-from rules` leaves out alerting rules: it asks the same Prometheus.)

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { NAMED_LAYOUTS } from '../../../core/histogram/named-layouts.ts'
import type { AlertHistory } from '../../../core/run/alert.ts'
import type { PrometheusRecord } from '../../../core/run/prometheus-record.ts'
import { parseRuleFile } from '../../../prometheus/alerting/parse-rule-file.ts'
import { alertTestOfRun } from '../../../prometheus/alerting/unit-test/alert-test-of-run.ts'
import { type GuardedPrograms, guardPrograms } from '../../../prometheus/local/programs/guard-programs.ts'
import { rateShape } from '../../../simulation/drawn/rate-shape.ts'
import { simulateDays } from '../../../simulation/simulate-days.ts'
import { promtool } from '../../prometheus/promtool.ts'
import { describeReal } from '../../support/real-programs.ts'
import { serveBlocks } from '../../support/serve-blocks.ts'

const [HOUR, DAY] = [3600, 86_400]
const INTERVAL_SECONDS = 60

/** A dashboard's P95, a burn rate over two windows, and one that keeps firing. */
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
`

const OFFICE = [1, 1, 1, 1, 1, 2, 6, 14, 22, 26, 27, 26, 22, 24, 26, 25, 22, 16, 10, 7, 5, 3, 2, 1]

const startedAtUnixMs = Date.UTC(2026, 0, 5)
const ruleFile = parseRuleFile(RULES, 'alert.rules.yml')

function week() {
  return simulateDays({
    seconds: 7 * DAY,
    shape: rateShape(20, OFFICE, [5, 5, 5, 5, 5, 1, 1]),
    behaviour: {
      latency: { kind: 'lognormal', medianSeconds: 0.04, p95Seconds: 0.12 },
      concurrency: 64,
      layout: NAMED_LAYOUTS.lab,
    },
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
      { kind: 'away', fromSeconds: 3 * DAY + 15 * HOUR, toSeconds: 3 * DAY + 15 * HOUR + 400 },
    ],
    witness: {
      endpoints: ['http://127.0.0.1:8000/metrics'],
      histogram: 'model_latency_seconds',
      match: '',
      ruleFile,
      scrapeIntervalSeconds: INTERVAL_SECONDS,
      evaluationIntervalSeconds: INTERVAL_SECONDS,
      fallbackQuantile: 0.95,
      watchedAlerts: [],
    },
    // A whole number of seconds before the evaluations, which lie a tenth of a second after the ticks: promtool has whole ones.
    scrapes: { offsetSeconds: 30.1, jitterSeconds: 0, failureShare: 0.002 },
    seed: 7,
    readTrace: () => [],
    startedAtUnixMs,
  })
}

const unitTest = z.looseObject({
  tests: z.tuple([
    z.looseObject({
      interval: z.literal('1s'),
      input_series: z.array(z.object({ series: z.string(), values: z.string() })),
      promql_expr_test: z.array(z.looseObject({ eval_time: z.string() })),
    }),
  ]),
})

describeReal('a simulated week', ['promtool', 'prometheus'], ({ prometheus }) => {
  let record: PrometheusRecord
  let programs: GuardedPrograms

  beforeAll(async () => {
    programs = await guardPrograms()
    record = week()
  })

  afterAll(() => programs.stop())

  it('has every alert fire, so that comparing them is about something', () => {
    for (const { name, transitions } of record.alerts)
      expect(
        transitions.map(({ state }) => state),
        name,
      ).toContain('firing')
  })

  it('has the states of the real rule manager at each of 10,080 evaluations', { timeout: 240_000 }, async () => {
    const text = alertTestOfRun(record, ruleFile, 'alert.rules.yml', startedAtUnixMs) ?? ''
    const test = unitTest.parse(parse(text))
    // The file asks for each state at its first and its last evaluation; how many there are in between is counted.
    test.tests[0].promql_expr_test.push(...record.alerts.flatMap((alert) => counts(alert.name, alert.transitions)))
    const folder = await mkdtemp(join(tmpdir(), 'sla-harness-week-'))
    try {
      await writeFile(join(folder, 'alert.rules.yml'), RULES)
      await writeFile(join(folder, 'week.test.yml'), JSON.stringify({ ...test, tests: test.tests.map(onCoarseGrid) }))
      expect(await promtool('test', 'rules', join(folder, 'week.test.yml'))).toContain('SUCCESS')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('has them too where its scrapes are blocks of a real Prometheus, whatever it evaluates there', {
    timeout: 240_000,
  }, async () => {
    const { api } = await serveBlocks(programs, { name: 'week', binary: prometheus, text: record.openMetrics })
    try {
      for (const alert of record.alerts) {
        const series = await api.queryRange(alert.expression, EVALUATIONS, INTERVAL_SECONDS * 1e3)
        const holds = new Set(series.flatMap(({ samples }) => samples.map(({ timestampMs }) => timestampMs)))
        expect(statesOf(holds, alert), alert.name).toEqual(statesAt(alert))
      }
    } finally {
      await api.close()
    }
  })
})

/** From the first evaluation to the last one. */
const EVALUATIONS = {
  fromMs: startedAtUnixMs + 100,
  toMs: startedAtUnixMs + 100 + (7 * DAY - INTERVAL_SECONDS) * 1e3,
}

function evaluationsMs(): number[] {
  const count = (7 * DAY) / INTERVAL_SECONDS
  return Array.from({ length: count }, (_, i) => EVALUATIONS.fromMs + i * INTERVAL_SECONDS * 1e3)
}

/** What an alert is at each evaluation, given those at which its condition holds. */
function statesOf(holds: ReadonlySet<number>, { forSeconds, keepFiringForSeconds }: AlertHistory): string[] {
  let [sinceMs, missingMs, isFiring] = [Number.NaN, Number.NaN, false]
  return evaluationsMs().map((atMs) => {
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

function statesAt({ transitions }: AlertHistory): string[] {
  return evaluationsMs().map((atMs) => {
    const atSeconds = (atMs - startedAtUnixMs) / 1e3
    return transitions.findLast(({ at }) => at <= atSeconds + 1e-6)?.state ?? 'inactive'
  })
}

/** Scrapes lie half a minute before the evaluations: promtool need not have a place for each second of a week. */
const GRID_SECONDS = 30

function onCoarseGrid(test: z.infer<typeof unitTest>['tests'][0]): object {
  const coarse = (values: string) => {
    let second = 0
    let next = 0
    return values.split(' ').flatMap((value) => {
      const missing = /^_x(\d+)$/.exec(value)?.[1]
      second += Number(missing ?? 0)
      if (missing !== undefined) return []
      expect(second % GRID_SECONDS).toBe(0)
      const gap = second / GRID_SECONDS - next
      next = second / GRID_SECONDS + 1
      second++
      return gap > 0 ? [`_x${gap}`, value] : [value]
    })
  }
  return {
    ...test,
    interval: `${GRID_SECONDS}s`,
    input_series: test.input_series.map(({ series, values }) => ({ series, values: coarse(values).join(' ') })),
  }
}

function counts(
  name: string,
  transitions: readonly { readonly at: number; readonly state: string }[],
): { eval_time: string }[] {
  const end = 7 * DAY
  return ['pending', 'firing'].map((state) => {
    const evaluations = transitions.reduce((sum, transition, i) => {
      const until = transitions[i + 1]?.at ?? end + 0.1
      return transition.state === state ? sum + Math.round((until - transition.at) / INTERVAL_SECONDS) : sum
    }, 0)
    const series = `ALERTS{alertname="${name}", alertstate="${state}"}`
    return {
      expr: `sum(count_over_time(${series}[8d])) or vector(0)`,
      eval_time: `${end}s`,
      exp_samples: [{ labels: '{}', value: evaluations }],
    }
  })
}
