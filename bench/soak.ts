// Does a long run stay exact and small while the service fails in every way? Minutes at 2,000 requests a second against
// a service with resets, hangs, wrong answers and outages that come and go (bench/soak-service.ts), with `--ui` open, a
// reader that follows the live page and comes anew every half minute, and one that never reads.
//
// node dist/bench/soak.js [minutes] [engine ...] [--seed=N]
// Exits with 1 where the client's accounting differs from what the service counted.

import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiledEntry } from '../core/compiled-entry.ts'
import { LOAD_ENGINES } from '../core/scenario/load-engine.ts'
import { formatDuration } from '../core/text/duration.ts'
import type { Report } from '../index.ts'
import { LiveReader } from './live-reader.ts'
import { machine, watchDisturbance } from './machine/machine.ts'
import { growthPerMinute, type ProcessSample, sampleProcess } from './machine/process-watch.ts'
import type { SoakAddresses, SoakCounts, SoakOutcome } from './soak-service.ts'

const RATE = 2000
const TIMEOUT_SECONDS = 2
/** Until then a process grows to its size. */
const SETTLED_SHARE = 0.2

const OUTCOMES: readonly SoakOutcome[] = ['completed', 'status', 'reset', 'closed', 'protocol', 'timeouts']

const words = process.argv.slice(2)
const numbers = words.filter((word) => /^\d/.test(word)).map(Number)
const minutes = numbers[0] ?? 10
const seed = Number(words.find((word) => word.startsWith('--seed='))?.slice('--seed='.length) ?? 1)
const named = LOAD_ENGINES.filter((engine) => words.includes(engine))

say(`${machine()}\n${minutes} min at ${RATE}/s, seed ${seed}`)
for (const engine of named.length > 0 ? named : LOAD_ENGINES) await soak(engine)

async function soak(engine: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sla-harness-soak-'))
  const service = fork(compiledEntry('bench/soak-service'), [`${seed}`])
  try {
    const [addresses] = (await once(service, 'message')) as [SoakAddresses]
    const stolen = watchDisturbance()
    const { samples, events, code } = await runWatched(folder, engine, addresses)
    service.send('counts')
    const [counts] = (await once(service, 'message')) as [SoakCounts]
    const report: Report = JSON.parse(readFileSync(join(folder, 'run', 'report.json'), 'utf8'))
    say(`\n${engine}: exit code ${code}, ${report.verdict}; ${stolen()}`)
    say(
      `spells: ${Object.entries(counts.spells)
        .map(([name, count]) => `${count} ${name}`)
        .join(', ')}`,
    )
    sayAccounting(report, counts)
    sayHeld(samples)
    saySendLag(report)
    say(`live page: ${events} events were read`)
  } finally {
    service.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface WatchedRun {
  readonly samples: readonly ProcessSample[]
  readonly events: number
  readonly code: number
}

async function runWatched(folder: string, engine: string, addresses: SoakAddresses): Promise<WatchedRun> {
  writeFileSync(join(folder, 'soak.yaml'), scenarioText(addresses))
  const args = [
    compiledEntry('cli'),
    'scenario',
    'soak.yaml',
    '--out',
    'run',
    '--engine',
    engine,
    '--ui',
    '--no-preflight',
  ]
  const cli = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(cli, 'close')
  const url = await liveViewOf(cli)
  const reader = new LiveReader(url)
  const idle = connect(Number(url.port), url.hostname)
  idle.on('error', () => {})
  idle.write(`GET /events HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`)
  const samples: ProcessSample[] = []
  const started = performance.now()
  const timer = setInterval(() => {
    const sample = sampleProcess(cli.pid as number, (performance.now() - started) / 1e3)
    // What is held while the report is made is another matter.
    if (sample && sample.atSeconds < minutes * 60) samples.push(sample)
  }, 1000)
  await reader.done
  clearInterval(timer)
  await fetch(new URL('report', url)).then((response) => response.text())
  idle.destroy()
  const [code] = await ended
  return { samples, events: reader.events, code }
}

function scenarioText({ port, metricsPort }: SoakAddresses): string {
  return `name: soak
target:
  url: http://127.0.0.1:${port}
  metrics: { url: 'http://127.0.0.1:${metricsPort}/metrics', histogram: soak_seconds }
request: { path: /, expect: { json: { ok: true } } }
load:
  connections: 256
  timeout: ${TIMEOUT_SECONDS}s
  phases: [{ name: soak, for: ${minutes * 60}s, rate: ${RATE} }]
sla: [p95 < 100ms, errors < 20%]
`
}

async function liveViewOf(cli: ChildProcess): Promise<URL> {
  let said = ''
  for (;;) {
    const [chunk] = (await once(cli.stderr as NonNullable<ChildProcess['stderr']>, 'data')) as [Buffer]
    said += chunk.toString()
    const url = /live view: (http:\S+\/)\n/.exec(said)?.[1]
    if (url === undefined) continue
    cli.stderr?.resume()
    return new URL(url)
  }
}

function sayAccounting({ load: { total } }: Report, { received, outcomes }: SoakCounts): void {
  const { offered, completed, errorKinds, timeouts, neverSent, unfinished } = total
  const sent = offered - neverSent - (errorKinds.connect ?? 0)
  const client: Record<SoakOutcome, number> = {
    completed,
    status: errorKinds.status ?? 0,
    reset: errorKinds.reset ?? 0,
    closed: errorKinds.closed ?? 0,
    protocol: errorKinds.protocol ?? 0,
    timeouts: timeouts - neverSent,
  }
  const rows: readonly (readonly [string, number, number])[] = [
    ['sent', sent, received],
    ...OUTCOMES.map((name) => [name, client[name], outcomes[name]] as const),
  ]
  say(`offered ${offered}: never sent ${neverSent}, not connected ${errorKinds.connect ?? 0}, unfinished ${unfinished}`)
  for (const [name, ours, theirs] of rows)
    say(`  ${name.padEnd(10)} client ${ours}, service ${theirs}${ours === theirs ? '' : '  DIFFERS'}`)
  if (rows.some(([, ours, theirs]) => ours !== theirs)) process.exitCode = 1
}

function sayHeld(samples: readonly ProcessSample[]): void {
  const settled = samples.slice(Math.floor(samples.length * SETTLED_SHARE))
  const line = (name: string, unit: string, quantity: (sample: ProcessSample) => number) => {
    const values = settled.map(quantity)
    const growth = growthPerMinute(settled.map((sample) => [sample.atSeconds, quantity(sample)]))
    const [least, most] = [Math.min(...values), Math.max(...values)]
    say(`${name}: ${least.toFixed(0)} to ${most.toFixed(0)}${unit}, ${growth.toFixed(2)}${unit} more each minute`)
  }
  line('memory', ' MB', ({ residentMegabytes }) => residentMegabytes)
  line('open files', '', ({ openFiles }) => openFiles)
  line('threads', '', ({ threads }) => threads)
}

function saySendLag({ generator }: Report): void {
  const { p50, p99, p999, max } = generator.sendLag
  const inWords = [p50, p99, p999, max].map((seconds) => formatDuration(seconds ?? Number.NaN))
  say(`send lag: P50 ${inWords[0]}, P99 ${inWords[1]}, P99.9 ${inWords[2]}, most ${inWords[3]}`)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
