// Is the gate ever wrong? Short runs of one passing scenario, over and over:
//   A/A      the same again, against its SLA and against a baseline of the same: none may fail
//   slower   30% slower than the baseline: nearly all must be called
//   busy     every core kept busy by others: inconclusive or pass, never a failure for the generator's own sake
//
// node dist/bench/never-flaky.js [runs of the first two] [busy runs]
// About 7 s a run: 50 and 10 take 13 minutes. Exits with 1 where the gate was wrong too often.

import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { packageRoot } from '../core/compiled-entry.ts'
import type { Scenario } from '../core/scenario/scenario.ts'
import { type RunOutcome, runScenario } from '../index.ts'
import { loadScenario } from '../scenario-file/load-scenario.ts'
import { machine } from './machine/machine.ts'

const SLOWDOWN = 1.3
const CALLED_SHARE_WANTED = 0.96
const BASELINE_ATTEMPTS = 5
const BASELINE_RUNS = 3

const runs = Number(process.argv[2] ?? 50)
const busyRuns = Number(process.argv[3] ?? 10)

const folder = await mkdtemp(join(tmpdir(), 'never-flaky-'))
const file = join(packageRoot, 'bench', 'scenarios', 'steady-seconds.yaml')
const passing = await loadScenario(file, { cwd: packageRoot })
say(`${machine()}\n`)

try {
  const baseline = await recordBaseline()
  const same = await series(runs, (seed) => runScenario(passing, { seed, baseline }))
  const slowed = await series(runs, (seed) => runScenario(slower(passing), { seed, baseline }))
  const busy = await amidBusyCores(() => series(busyRuns, (seed) => runScenario(passing, { seed })))
  const called = slowed.filter(({ report }) => report.baseline?.findings.some(({ finding }) => finding === 'fail'))
  say(`A/A           ${tally(same)}`)
  say(`30% slower    ${tally(slowed)}; regression called ${called.length} times`)
  say(`busy cores    ${tally(busy)}`)
  for (const { reasons, verdict } of [...same, ...busy]) if (verdict === 'fail') say(`  ${reasons[0]}`)
  const wrong = [...same, ...busy].filter(({ verdict }) => verdict === 'fail').length
  const missed = called.length < Math.floor(runs * CALLED_SHARE_WANTED)
  process.exitCode = wrong > 0 || missed ? 1 : 0
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Of several runs: how far runs lie apart belongs to it. A baseline that proves nothing is none. */
async function recordBaseline(): Promise<string> {
  for (let attempt = 1; attempt <= BASELINE_ATTEMPTS; attempt++) {
    const { verdict } = await runScenario(passing, { seed: 1000 * attempt, repeat: BASELINE_RUNS, out: folder })
    if (verdict === 'pass') return folder
  }
  throw new Error(`no baseline in ${BASELINE_ATTEMPTS} runs: the machine is too busy to measure on`)
}

async function series(count: number, run: (seed: number) => Promise<RunOutcome>): Promise<RunOutcome[]> {
  const outcomes: RunOutcome[] = []
  while (outcomes.length < count) outcomes.push(await run(outcomes.length + 1))
  return outcomes
}

function slower(scenario: Scenario): Scenario {
  const { service } = scenario
  if (service.kind !== 'bundled' || service.behaviour.latency.kind !== 'lognormal')
    throw new TypeError('expected the bundled server with log-normal latencies')
  const { kind, medianSeconds, p95Seconds } = service.behaviour.latency
  const latency = { kind, medianSeconds: medianSeconds * SLOWDOWN, p95Seconds: p95Seconds * SLOWDOWN }
  return { ...scenario, service: { ...service, behaviour: { ...service.behaviour, latency } } }
}

async function amidBusyCores<Result>(work: () => Promise<Result>): Promise<Result> {
  const burners = Array.from({ length: availableParallelism() }, () => new Worker('for (;;) {}', { eval: true }))
  try {
    return await work()
  } finally {
    await Promise.all(burners.map((burner) => burner.terminate()))
  }
}

function tally(outcomes: readonly RunOutcome[]): string {
  const count = (wanted: string) => outcomes.filter(({ verdict }) => verdict === wanted).length
  return `${count('pass')} pass, ${count('inconclusive')} inconclusive, ${count('fail')} fail of ${outcomes.length}`
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
