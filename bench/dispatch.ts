// How late requests leave: dispatch delay at 1,000 and 5,000 requests a second against a server in another process.
// Run after a build: node dist/bench/dispatch.js [rate …]

import { formatDuration } from '../core/duration.ts'
import { summarizeLatencies } from '../core/latency-summary.ts'
import type { LoadPlan, Phase } from '../core/load-plan.ts'
import { measuredSlots, sumAccounting } from '../core/load-result.ts'
import { runLoad } from '../load/run-load.ts'
import { machine, watchStolenTime } from './machine.ts'
import { startRawServer } from './start-raw-server.ts'

const rates = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 5000]

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function phase(name: string, rate: number, durationSeconds: number, measured: boolean): Phase {
  const traffic = { kind: 'open', fromRatePerSecond: rate, toRatePerSecond: rate } as const
  return { name, durationSeconds, traffic, measured }
}

function plan(url: string, rate: number): LoadPlan {
  return {
    url,
    verifyTls: true,
    requests: [
      { name: 'get', weight: 1, method: 'GET', path: '/', headers: {}, body: null, expect: { statuses: [200] } },
    ],
    arrivals: 'poisson',
    seed: 1,
    connections: 50,
    timeoutSeconds: 10,
    phases: [phase('warm-up', rate, 2, false), phase('measured', rate, 5, true)],
    workers: 1,
  }
}

const hooks = { onZero: () => {}, beforeMeasured: async () => {}, onPhaseStart: () => {}, onProgress: () => {} }

print(machine())
const server = await startRawServer()
for (const rate of rates) {
  const stolen = watchStolenTime()
  const result = await runLoad(plan(server.url, rate), hooks).result
  const { offered, completed } = sumAccounting(measuredSlots(result))
  const { dispatchDelay, sendLag, cpuShare } = result.generator
  const [delay, lag] = [summarizeLatencies(dispatchDelay), summarizeLatencies(sendLag)]
  const figures = [delay.p50, delay.p99, delay.p999, delay.max].map((seconds) => formatDuration(seconds ?? Number.NaN))
  print(
    `${rate}/s: offered ${offered}, completed ${completed}, dispatch delay P50 ${figures[0]} P99 ${figures[1]} P99.9 ${figures[2]} max ${figures[3]}, send lag P99 ${formatDuration(lag.p99 ?? Number.NaN)}, ${Math.round(cpuShare * 100)}% of a core, ${stolen()}`,
  )
}
server.stop()
