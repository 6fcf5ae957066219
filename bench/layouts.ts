// Ten layouts over a one-hour record of ten million observations and 3,600 moving windows: time and memory.
// Run after a build: node --expose-gc dist/bench/layouts.js

import { cpus } from 'node:os'
import { analysisRequest } from '../analysis/layouts/analysis-request.ts'
import { compareLayouts } from '../analysis/layouts/compare-layouts/compare-layouts.ts'
import { recommendLayout } from '../analysis/layouts/recommend-layout/recommend-layout.ts'
import { bucketRecords } from '../analysis/layouts/record/bucketed-record.ts'
import { latencyRecord } from '../analysis/layouts/record/latency-record.ts'
import { ruleMatrix } from '../analysis/layouts/replay-alert/rule-matrix.ts'
import { parseLayout } from '../core/histogram/parse-layout.ts'
import { LatencyHistogram } from '../core/latency/latency-histogram.ts'
import type { LatencySeries } from '../core/latency/latency-series.ts'
import { randomStream, standardNormal } from '../core/random.ts'

const SECONDS = 3600
const OBSERVATIONS = 10_000_000
const LAYOUTS = [
  ...['lab', 'prom-client', 'opentelemetry', 'micrometer', '0.1,0.2,0.5,1,2,5', 'linear(0.1,0.1,20)'],
  ...['exponential(5ms,1.5,20)', 'native(3)', 'native(5)', 'native(8)'],
]

const say = (line: string) => process.stdout.write(`${line}\n`)
const megabytes = () => {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return Math.round((heapUsed + arrayBuffers) / 1e6)
}

function timed<Result>(what: string, run: () => Result): Result {
  const [started, usage] = [performance.now(), process.cpuUsage()]
  const result = run()
  const seconds = (performance.now() - started) / 1e3
  const { user, system } = process.cpuUsage(usage)
  total += seconds
  cpuTotal += (user + system) / 1e6
  say(`${what.padEnd(58)} ${took(seconds, (user + system) / 1e6)}   ${megabytes()} MB held`)
  return result
}

/** Log-normal around 120 ms, ten times a minute-long lag of 900 ms: an hour with incidents. */
function hour(): LatencySeries {
  const random = randomStream(1, 'bench')
  const histogram = new LatencyHistogram()
  return Array.from({ length: SECONDS }, (_, second) => {
    histogram.reset()
    const lag = second % 360 >= 300 ? 0.9 : 0
    for (let i = 0; i < OBSERVATIONS / SECONDS; i++)
      histogram.record(0.12 * Math.exp(0.6 * standardNormal(random)) + lag)
    return { second, latencies: histogram.latencies() }
  })
}

let [total, cpuTotal] = [0, 0]
say(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`)
const series = hour()
const cells = series.reduce((sum, { latencies }) => sum + latencies.values.length, 0)
say(`${OBSERVATIONS} observations in ${SECONDS} seconds: ${cells} distinct per second, ${megabytes()} MB held`)

const rule = {
  name: 'HighLatency95thPercentile',
  quantile: 0.95,
  thresholdSeconds: 1,
  rangeSeconds: 60,
  forSeconds: 30,
  keepFiringForSeconds: 0,
}
const record = timed('record: cells by second', () => latencyRecord(series))
const layouts = LAYOUTS.map(parseLayout)
const request = analysisRequest(record, layouts, {
  rule,
  phases: Array.from({ length: 5 }, (_, i) => ({
    name: `part ${i}`,
    startSeconds: i * 720,
    endSeconds: i * 720 + 720,
  })),
})
const bucketed = timed(`buckets: ${layouts.length} layouts`, () => bucketRecords(record, layouts))
const compared = timed(`compare: ${layouts.length} layouts, ${SECONDS} windows of 60 s, 4 quantiles`, () =>
  compareLayouts(request, bucketed),
)
timed(`matrix: ${layouts.length} layouts × 3 ranges × 4 fors`, () => ruleMatrix(request, rule, { bucketed }))
const advice = timed('recommend: K = 10, curve 5 to 20, cross-validated', () => recommendLayout(request))
say(`${'all'.padEnd(58)} ${took(total, cpuTotal)}`)
for (const { name, series: cost, moving } of compared.layouts)
  say(
    `  ${name.padEnd(26)} ${String(cost).padStart(3)} series, worst P95 error ${percent(moving[2]?.worstRelativeError)}`,
  )
say(`  recommended ${advice.chosen.bounds.join(', ')}: worst error ${percent(advice.chosen.worstError)}`)
say(`  ${advice.crossValidationNote}`)

// A busy machine stretches the wall clock; the CPU time stays comparable.
function took(seconds: number, cpuSeconds: number): string {
  return `${seconds.toFixed(2).padStart(6)} s, ${cpuSeconds.toFixed(2).padStart(6)} s of CPU`
}

function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? 'n/a' : `${(share * 100).toFixed(1)}%`
}
