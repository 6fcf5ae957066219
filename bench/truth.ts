// How far the exact percentiles are from the truth: a service whose every answer takes 50 ms, measured in the server and
// at the client, beside two peers on the same machine just before: a bare timer of 50 ms, and undici asking the same
// server at the same rate. What those are late by is the machine's.
// Run after a build: node dist/bench/truth.js [rounds]

import { join } from 'node:path'
import { request } from 'undici'
import { systemClock } from '../core/clock.ts'
import { packageRoot } from '../core/compiled-entry.ts'
import type { LatencyCounts } from '../core/latency/latency-counts.ts'
import { LatencyHistogram } from '../core/latency/latency-histogram.ts'
import { summarizeLatencies } from '../core/latency/latency-summary.ts'
import { formatDuration } from '../core/text/duration.ts'
import { runScenario } from '../index.ts'
import { loadScenario } from '../scenario-file/load-scenario.ts'
import { launchServer } from '../server/process/launch-server.ts'
import { machine, watchDisturbance } from './machine/machine.ts'
import { bareTimer, type Lateness } from './peers/bare-timer.ts'

const DELAY_SECONDS = 0.05
const RATE_PER_SECOND = 100
const SCENARIO = join(packageRoot, 'bench', 'scenarios', 'constant-delay.yaml')

const rounds = Number(process.argv[2] ?? 5)

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function row(name: string, { p50, p95, p99 }: Lateness): string {
  const figures = [p50, p95, p99].map((seconds) => formatDuration(seconds ?? Number.NaN).padStart(7))
  return `${name.padEnd(20)} P50 +${figures[0]}  P95 +${figures[1]}  P99 +${figures[2]}`
}

function late(summary: Lateness | null | undefined): Lateness {
  const less = (seconds: number | null | undefined) => (seconds ?? Number.NaN) - DELAY_SECONDS
  return { p50: less(summary?.p50), p95: less(summary?.p95), p99: less(summary?.p99) }
}

/** From sending to the whole answer. */
async function undiciServiceTime(): Promise<Lateness> {
  const { service, load } = await loadScenario(SCENARIO, { cwd: packageRoot })
  if (service.kind !== 'bundled') throw new TypeError('expected the bundled server')
  const options = { host: '127.0.0.1', apiPort: 0, metricsPort: 0, behaviour: service.behaviour, seed: load.seed }
  const server = await launchServer(options)
  try {
    await askOnSchedule(server.apiUrl, 2)
    return late(summarizeLatencies(await askOnSchedule(server.apiUrl, 8)))
  } finally {
    await server.stop()
  }
}

async function askOnSchedule(url: string, forSeconds: number): Promise<LatencyCounts> {
  const latencies = new LatencyHistogram()
  const requests: Promise<void>[] = []
  const ask = async () => {
    const sentSeconds = systemClock.nowSeconds()
    await (await request(`${url}/predict`)).body.dump()
    latencies.record(systemClock.nowSeconds() - sentSeconds)
  }
  const timer = setInterval(() => requests.push(ask()), 1e3 / RATE_PER_SECOND)
  await systemClock.sleep(forSeconds)
  clearInterval(timer)
  await Promise.all(requests)
  return latencies.latencies()
}

print(`${machine()}; everything less ${formatDuration(DELAY_SECONDS)}`)
for (let round = 1; round <= rounds; round++) {
  const stolen = watchDisturbance()
  const bare = await bareTimer(DELAY_SECONDS, 3)
  const peer = await undiciServiceTime()
  const { report } = await runScenario(SCENARIO, { seed: round })
  print(`\nround ${round}, ${stolen()}`)
  print(row('bare timer', bare))
  print(row('undici, service time', peer))
  print(row('service time', late(report.load.total.serviceTime)))
  print(row('response time', late(report.load.total.responseTime)))
  print(row('server, exact', late(report.server?.exact)))
}
