// How late requests leave: dispatch delay at 1,000 and 5,000 requests a second against a server in another process,
// beside what a bare timer of 1 ms is late by on the same machine just before. A round in which the host took CPU time
// away says more about the host.
// Run after a build: node dist/bench/dispatch.js [rounds]

import { summarizeLatencies } from '../core/latency/latency-summary.ts'
import { measuredSlots, sumAccounting } from '../core/run/load-result.ts'
import type { LoadPlan, Phase } from '../core/scenario/load-plan.ts'
import { formatDuration } from '../core/text/duration.ts'
import { runLoad } from '../load/run-load.ts'
import { bareTimer } from './bare-timer.ts'
import { machine, watchStolenTime } from './machine.ts'
import { startRawServer } from './start-raw-server.ts'

const RATES = [1000, 5000]
const rounds = Number(process.argv[2] ?? 5)

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
    engine: 'autocannon',
    workers: 1,
  }
}

const hooks = { onEpoch: () => {}, beforeMeasured: async () => {}, onPhaseStart: () => {}, onProgress: () => {} }

function inWords(seconds: number | null): string {
  return formatDuration(seconds ?? Number.NaN)
}

print(`${machine()}\n`)
const server = await startRawServer()
for (const rate of RATES) {
  for (let round = 1; round <= rounds; round++) {
    const stolen = watchStolenTime()
    const bare = await bareTimer(0.001, 2)
    const result = await runLoad(plan(server.url, rate), hooks).result
    const { offered, completed } = sumAccounting(measuredSlots(result))
    const { dispatchDelay, cpuShare } = result.generator
    const { p50, p99, p999, max } = summarizeLatencies(dispatchDelay)
    print(
      `${rate}/s: ${completed} of ${offered} completed, dispatch delay P50 ${inWords(p50)} P99 ${inWords(p99)} P99.9 ${inWords(p999)} max ${inWords(max)}; a bare timer is late by P50 ${inWords(bare.p50)} P99 ${inWords(bare.p99)}; ${Math.round(cpuShare * 100)}% of a core, ${stolen()}`,
    )
  }
}
server.stop()
