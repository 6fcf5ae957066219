// What runs for every response, every second of a run or every evaluation of a rule, as work of a fixed size.

import { LatencyHistogram } from '../../core/latency/latency-histogram.ts'
import { randomStream, standardNormal } from '../../core/random.ts'
import { Collector } from '../../load/collector.ts'
import { ResponseParser } from '../../load/connections/raw/response-parser.ts'
import { TimingColumns } from '../../load/recording/timings.ts'
import { DEFAULT_DIALECT } from '../../prometheus/promql/dialect.ts'
import { promqlQuery } from '../../prometheus/promql/query.ts'
import type { Series } from '../../prometheus/series/series.ts'
import { messageOf, steadyPlan, timingsOf } from './timings-message.ts'

export interface HotPath {
  /** What is counted: a response, a latency, an evaluation. */
  readonly unit: string
  /** So many that V8 has optimised it by then. */
  readonly repetitions: number
  /** Units in one repetition. */
  readonly units: number
  /** Prepares, and returns what is repeated. */
  prepare(): (repetition: number) => void
}

const ANSWER = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 15\r\n${[1, 2, 3, 4, 5, 6].map((i) => `X-Header-${i}: a value of the usual length ${i}\r\n`).join('')}\r\n{"answer":"ok"}`,
)
const LATENCIES = 1000
/** Of one second: what is handed over costs something by itself, whatever it holds. */
const ROWS = 20_000
const QUERY = 'histogram_quantile(0.95, sum by (le) (rate(model_latency_seconds_bucket[1m]))) > 1'
const BOUNDS = ['0.05', '0.1', '0.2', '0.3', '0.5', '0.75', '1', '1.5', '2', '3', '5', '+Inf']
const START_MS = 1.7e12

export const HOT_PATHS: Readonly<Record<string, HotPath>> = {
  'response parser': {
    unit: 'response with 8 headers',
    repetitions: 150_000,
    units: 1,
    prepare() {
      const parser = new ResponseParser()
      return () => {
        parser.expect(false, false)
        if (parser.read(ANSWER, ANSWER.length) !== 'whole') throw new Error('expected a whole answer')
      }
    },
  },
  'timing columns': {
    unit: 'response',
    repetitions: 15,
    units: ROWS,
    prepare() {
      const columns = new TimingColumns()
      const timings = timingsOf(0, ROWS)
      return () => {
        for (const timing of timings) columns.add(timing)
        columns.take()
      }
    },
  },
  'latency histogram': {
    unit: 'latency',
    repetitions: 600,
    units: LATENCIES,
    prepare() {
      const random = randomStream(1, 'bench')
      const latencies = Float64Array.from({ length: LATENCIES }, () => 0.01 * Math.exp(0.5 * standardNormal(random)))
      const histogram = new LatencyHistogram()
      return () => histogram.recordAll(latencies)
    },
  },
  'collector of the main thread': {
    unit: 'response',
    repetitions: 10,
    units: ROWS,
    prepare() {
      const collector = new Collector(steadyPlan(ROWS, 400))
      const messages = Array.from({ length: 40 }, (_, second) => messageOf(second, ROWS))
      return (repetition) => collector.add(0, messages[repetition] ?? messageOf(repetition, ROWS))
    },
  },
  'PromQL evaluation': {
    unit: 'evaluation over 12 buckets',
    repetitions: 1500,
    units: 1,
    prepare() {
      const series: Series[] = BOUNDS.map((le, bucket) => ({
        labels: { __name__: 'model_latency_seconds_bucket', le },
        samples: Array.from({ length: 120 }, (_, second) => ({
          timestampMs: START_MS + second * 1e3,
          value: second * (bucket + 1),
        })),
      }))
      const query = promqlQuery({ select: () => series }, DEFAULT_DIALECT)
      return (repetition) => {
        query(QUERY, START_MS + 60e3 + (repetition % 60) * 1e3)
      }
    },
  },
}
