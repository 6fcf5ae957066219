// How far the exact percentiles are from the truth: a service whose every answer takes 50 ms, measured at the client
// and in the server, beside what a bare timer of 50 ms is late by on the same machine just before.
// Run after a build: node dist/bench/truth.js [rounds]

import { join } from 'node:path'
import { packageRoot } from '../core/compiled-entry.ts'
import { formatDuration } from '../core/duration.ts'
import { runScenario } from '../index.ts'
import { bareTimer, type Lateness } from './bare-timer.ts'
import { machine, watchStolenTime } from './machine.ts'

const DELAY_SECONDS = 0.05
const SCENARIO = join(packageRoot, 'bench', 'scenarios', 'constant-delay.yaml')

const rounds = Number(process.argv[2] ?? 5)

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function row(name: string, { p50, p95, p99 }: Lateness): string {
  const figures = [p50, p95, p99].map((seconds) => formatDuration(seconds ?? Number.NaN).padStart(7))
  return `${name.padEnd(20)} P50 +${figures[0]}  P95 +${figures[1]}  P99 +${figures[2]}`
}

print(`${machine()}; everything less ${formatDuration(DELAY_SECONDS)}\n`)
for (let round = 1; round <= rounds; round++) {
  const stolen = watchStolenTime()
  const bare = await bareTimer(DELAY_SECONDS, 3)
  const { report } = await runScenario(SCENARIO, { seed: round })
  const late = (summary: Lateness | null | undefined): Lateness => ({
    p50: (summary?.p50 ?? Number.NaN) - DELAY_SECONDS,
    p95: (summary?.p95 ?? Number.NaN) - DELAY_SECONDS,
    p99: (summary?.p99 ?? Number.NaN) - DELAY_SECONDS,
  })
  print(`round ${round}: ${stolen()}`)
  print(row('  bare timer', bare))
  print(row('  server, exact', late(report.server?.exact)))
  print(row('  client, exact', late(report.load.total.responseTime)))
}
