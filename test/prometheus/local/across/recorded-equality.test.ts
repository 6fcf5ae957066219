// A run taken away as OpenMetrics text: promtool makes blocks of it, a real Prometheus answers from them, and the
// embedded evaluator gives the same answers on the samples that the text was made of. Thousands of points, all from a seed.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Random, randomStream } from '../../../../core/random.ts'
import type { QueryApi } from '../../../../prometheus/api/query-api.ts'
import { type GuardedPrograms, guardPrograms } from '../../../../prometheus/local/programs/guard-programs.ts'
import { dialectOf } from '../../../../prometheus/promql/dialect.ts'
import { evaluate } from '../../../../prometheus/promql/evaluate/evaluate.ts'
import { parseExpression } from '../../../../prometheus/promql/parse/parse-expression.ts'
import { resultElements } from '../../../../prometheus/promql/query.ts'
import { openMetricsText } from '../../../../prometheus/scrape/open-metrics-text.ts'
import { SeriesStore } from '../../../../prometheus/scrape/series-store.ts'
import { labelSignature } from '../../../../prometheus/series/labels.ts'
import { describeReal, prometheusBinaries } from '../../../support/real-programs.ts'
import { serveBlocks } from '../../../support/serve-blocks.ts'
import { byInstant, isEqual } from '../real-answers.ts'

const START_MS = 1_700_000_000_000
const SCRAPES = 240
const BOUNDS = ['0.1', '0.3', '0.5', '0.7', '1.0', '2.0', '5.0', '+Inf']
const RANGE = { fromMs: START_MS - 5_000, toMs: START_MS + (SCRAPES + 20) * 1000 }
const STEP_MS = 700

const EXPRESSIONS = [
  'latency_seconds_bucket',
  'rate(latency_seconds_bucket[1m])',
  'rate(latency_seconds_bucket[5s])',
  'increase(latency_seconds_count[17s])',
  'irate(latency_seconds_count[10s])',
  'histogram_quantile(0.95, rate(latency_seconds_bucket[1m]))',
  'histogram_quantile(0.99, sum by (le) (rate(latency_seconds_bucket[30s])))',
  'histogram_quantile(0.5, sum by (le, route) (rate(latency_seconds_bucket[7s])))',
  'sum(rate(latency_seconds_sum[20s])) / sum(rate(latency_seconds_count[20s]))',
  'resets(latency_seconds_count[30s]) + changes(latency_seconds_count[30s])',
  'quantile by (le) (0.3, latency_seconds_bucket)',
  'latency_seconds_count offset 3s > 50',
  'latency_seconds_count{route=~"/p.*"} or latency_seconds_sum',
]

/** Two routes on two instances: restarts, missed scrapes, instants that are not whole seconds, a label to be escaped. */
function recordedRun(): SeriesStore {
  const random = randomStream(11, 'recorded-equality')
  const store = new SeriesStore({ retentionSeconds: Number.POSITIVE_INFINITY, dotAll: true })
  for (const instance of ['a:8000', 'b:8000'])
    for (const route of ['/predict', '/a "quoted" \\ route']) recordHistogram(store, { instance, route }, random)
  return store
}

function recordHistogram(store: SeriesStore, labels: Record<string, string>, random: Random): void {
  let counts = BOUNDS.map(() => 0)
  let sum = 0
  for (let scrape = 0; scrape < SCRAPES; scrape++) {
    if (random() < 0.01) [counts, sum] = [BOUNDS.map(() => 0), 0]
    const first = Math.floor(random() * BOUNDS.length)
    const observed = Math.floor(random() * 9)
    counts = counts.map((count, i) => (i >= first ? count + observed : count))
    sum += observed * random()
    if (random() < 0.05) continue
    const timestampMs = START_MS + scrape * 1000 + Math.floor(random() * 5)
    const append = (suffix: string, value: number, more = {}) =>
      store.series({ __name__: `latency_seconds_${suffix}`, ...labels, ...more }, true).append(timestampMs, value)
    BOUNDS.forEach((le, i) => {
      append('bucket', counts[i] as number, { le })
    })
    append('count', counts.at(-1) as number)
    append('sum', sum)
  }
}

describeReal('a recorded run, queried from', ['prometheus', 'promtool'], ({ prometheus }) => {
  const binaries = prometheusBinaries(prometheus)
  const store = recordedRun()
  let programs: GuardedPrograms
  const apis = new Map<string, QueryApi>()

  beforeAll(async () => {
    programs = await guardPrograms()
    const { text } = openMetricsText(store.all, new Map([['latency_seconds', { type: 'histogram', help: '' }]]))
    for (const [i, [name, binary]] of binaries.entries())
      apis.set(name, (await serveBlocks(programs, { name: `data-${i}`, binary, text })).api)
  })

  afterAll(async () => {
    await Promise.all([...apis.values()].map((api) => api.close()))
    await programs.stop()
  })

  describe.each(binaries.map(([name]) => name))('%s', (name) => {
    it.each(EXPRESSIONS)('%s', async (expression) => {
      const api = apis.get(name) as QueryApi
      const dialect = dialectOf((await api.buildInfo()).version)
      const parsed = parseExpression(expression)
      const answers = byInstant(await api.queryRange(expression, RANGE, STEP_MS))
      let points = 0
      for (let atMs = RANGE.fromMs; atMs <= RANGE.toMs; atMs += STEP_MS) {
        const real = answers.get(atMs) ?? new Map<string, number>()
        const embedded = resultElements(evaluate(parsed, store, atMs, dialect))
        expect(embedded.length, `elements ${atMs - START_MS} ms after the start`).toBe(real.size)
        for (const { labels, value } of embedded) {
          const answer = real.get(labelSignature(labels))
          if (!isEqual(value, answer))
            expect.fail(`${JSON.stringify(labels)} at ${atMs}: ${value} here, ${answer} there`)
          points++
        }
      }
      expect(points).toBeGreaterThan(300)
    })
  })
})
