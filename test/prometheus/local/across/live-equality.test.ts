// A real Prometheus scrapes the bundled server under traffic. Its raw samples are pulled out and evaluated here, at
// hundreds of instants: whatever it answers, the embedded evaluator answers too. The dashboard is asked on the way.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../../core/clock.ts'
import { packageRoot } from '../../../../core/compiled-entry.ts'
import { NAMED_LAYOUTS } from '../../../../core/histogram/named-layouts.ts'
import { parseRuleFile } from '../../../../prometheus/alerting/parse-rule-file.ts'
import type { TimeRange } from '../../../../prometheus/api/query-api.ts'
import { type LocalStack, openLocalStack } from '../../../../prometheus/local/stack.ts'
import { dialectOf } from '../../../../prometheus/promql/dialect.ts'
import { evaluate } from '../../../../prometheus/promql/evaluate/evaluate.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { resultElements } from '../../../../prometheus/promql/query.ts'
import { scrapeTargets } from '../../../../prometheus/scrape/target-labels.ts'
import { labelSignature } from '../../../../prometheus/series/labels.ts'
import type { Series } from '../../../../prometheus/series/series.ts'
import { type RunningServer, startServer } from '../../../../server/start-server.ts'
import { describeReal, prometheusBinaries } from '../../../support/real-programs.ts'
import { fixedSource } from '../../../support/series-notation.ts'
import { byInstant, isEqual, withStaleMarkers } from '../real-answers.ts'

const LAB_RULES = join(packageRoot, 'prometheus/rules/latency.rules.yml')
const RUN_SECONDS = 10
const SCRAPE_SECONDS = 0.4
const STEP_MS = 37
const USERS = 15

const EXPRESSIONS = [
  'up',
  'model_latency_seconds_bucket',
  'rate(model_latency_seconds_bucket[1m])',
  'rate(model_latency_seconds_bucket[2s])',
  'increase(model_latency_seconds_count[3s])',
  'irate(model_latency_seconds_count[1s])',
  'delta(model_requests_in_flight[2s])',
  'histogram_quantile(0.95, rate(model_latency_seconds_bucket[1m]))',
  'histogram_quantile(0.5, sum by (le) (rate(model_latency_seconds_bucket[2s])))',
  'histogram_quantile(0.99, sum without (instance) (increase(model_latency_seconds_bucket[1500ms])))',
  'histogram_quantile(0.95, model_latency_seconds_bucket) > 1',
  'sum(rate(model_latency_seconds_sum[2s])) / sum(rate(model_latency_seconds_count[2s]))',
  'sum by (code) (rate(model_requests_total[2s])) > bool 5',
  'max_over_time(process_resident_memory_bytes[1s]) - min_over_time(process_resident_memory_bytes[1s])',
  'avg_over_time(model_requests_in_flight[3s] offset 500ms)',
  'quantile(0.9, model_latency_seconds_bucket)',
  'model_latency_seconds_bucket / on (instance) group_left model_latency_seconds_count',
  'rate(model_latency_seconds_bucket{le=~"2|2[.]0"}[2s]) or up',
  'absent(model_latency_seconds_count{route="/nowhere"})',
]

describeReal('the bundled server, scraped by', ['prometheus', 'alertmanager'], ({ prometheus, alertmanager }) => {
  let server: RunningServer
  let range: TimeRange
  const stacks = new Map<string, LocalStack>()
  const binaries = prometheusBinaries(prometheus)

  beforeAll(async () => {
    server = await startServer({
      host: '127.0.0.1',
      apiPort: 0,
      metricsPort: 0,
      behaviour: {
        latency: { kind: 'choice', choices: [0.02, 0.15, 1.2].map((seconds) => ({ seconds, weight: 1 })) },
        concurrency: Number.POSITIVE_INFINITY,
        layout: NAMED_LAYOUTS.lab,
        faults: [],
        restarts: [],
      },
      seed: 7,
    })
    const opened = binaries.map(async ([name, binary]) => {
      const stack = await openLocalStack({
        binaries: { prometheus: binary, alertmanager },
        targets: scrapeTargets([`${server.metricsUrl}/metrics`], 'model-server'),
        ruleFile: parseRuleFile(readFileSync(LAB_RULES, 'utf8'), LAB_RULES),
        scrapeIntervalSeconds: SCRAPE_SECONDS,
        evaluationIntervalSeconds: SCRAPE_SECONDS,
        verifyTls: true,
        clock: systemClock,
      })
      stacks.set(name, stack)
    })
    await Promise.all(opened)
    const fromMs = Date.now()
    await traffic(server.apiUrl, RUN_SECONDS)
    range = { fromMs, toMs: Date.now() }
    // A scrape that began before the end may not be stored yet.
    await delay(500)
  }, 60_000)

  afterAll(async () => {
    await Promise.all([server.close(), ...[...stacks.values()].map((stack) => stack.close())])
  })

  const stackOf = (name: string) => stacks.get(name) as LocalStack

  describe.each(binaries.map(([name]) => name))('%s', (name) => {
    let raw: readonly Series[]
    beforeAll(async () => {
      const before = { fromMs: range.fromMs - 90_000, toMs: range.toMs }
      raw = withStaleMarkers(await stackOf(name).api.rawSamples('{job="model-server"}', before))
    })

    it('has enough scrapes for a comparison', () => {
      const count = raw.find(({ labels }) => labels.__name__ === 'model_latency_seconds_count')
      expect(count?.samples.length).toBeGreaterThan(10)
      expect(count?.samples.at(-1)?.value).toBeGreaterThan(50)
    })

    it.each(EXPRESSIONS)('%s', async (expression) => {
      const { api, prometheusVersion } = stackOf(name)
      const dialect = dialectOf(prometheusVersion)
      const parsed = parseExpression(expression)
      const source = fixedSource(raw)
      const answers = byInstant(await api.queryRange(expression, range, STEP_MS))
      let instants = 0
      for (let atMs = range.fromMs; atMs <= range.toMs; atMs += STEP_MS) {
        const real = answers.get(atMs) ?? new Map<string, number>()
        const embedded = resultElements(evaluate(parsed, source, atMs, dialect))
        expect(embedded.length, `elements ${atMs - range.fromMs} ms after the start`).toBe(real.size)
        for (const { labels, value } of embedded) {
          const answer = real.get(labelSignature(labels))
          if (!isEqual(value, answer))
            expect.fail(`${JSON.stringify(labels)} at ${atMs}: ${value} here, ${answer} there`)
        }
        instants++
      }
      expect(instants).toBeGreaterThan(200)
    })

    it('evaluates the alert, and returns data for every panel of the dashboard', async () => {
      const { panels, queries } = dashboard()
      expect(panels).toEqual([
        'P95 estimate',
        'Alert',
        'Requests a second',
        'Faster than 1 s',
        'Latency estimates',
        'Alert state',
        'Latency heatmap',
        'Request rate',
      ])
      for (const { title, expression } of queries) {
        const answer = await stackOf(name).api.query(expression, range.toMs)
        const values = answer.type === 'vector' ? answer.samples.map(({ value }) => value) : []
        expect(values.length, `${title}: ${expression}`).toBeGreaterThan(0)
        expect(values.every(Number.isFinite), `${title}: ${values}`).toBe(true)
        if (title.startsWith('Alert')) expect(values).toEqual([1])
        if (title === 'P95 estimate') expect(values[0]).toBeGreaterThan(1)
      }
    })
  })
})

/** Every query of the dashboard with Grafana's variables filled in, annotations aside: no alert fires here. */
function dashboard() {
  const text = readFileSync(join(packageRoot, 'prometheus/grafana/dashboard.json'), 'utf8')
  const { panels: all } = JSON.parse(text) as { panels: { title: string; type: string; targets: { expr: string }[] }[] }
  // Below the row are the panels of runs that were pushed: test/end-to-end/pushed-run.test.ts asks those.
  const panels = all.slice(
    0,
    all.findIndex(({ type }) => type === 'row'),
  )
  return {
    panels: panels.map(({ title }) => title),
    queries: panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => ({ title, expression: expr.replaceAll('$__rate_interval', '5s') })),
    ),
  }
}

/** Users that ask again as soon as they are answered. */
async function traffic(url: string, seconds: number): Promise<void> {
  const end = systemClock.nowSeconds() + seconds
  const user = async (index: number) => {
    await delay(index * 100)
    while (systemClock.nowSeconds() < end) await (await fetch(`${url}/predict`)).arrayBuffer()
  }
  await Promise.all(Array.from({ length: USERS }, (_, index) => user(index)))
}
