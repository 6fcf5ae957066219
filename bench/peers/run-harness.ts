// The whole harness as a user starts it: the command line in a process of its own, all its threads on one core or free.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { compiledEntry } from '../../core/compiled-entry.ts'
import type { Report } from '../../core/report/report.ts'
import type { LoadEngine } from '../../core/scenario/load-engine.ts'
import { readProcessSeconds, readTreeSeconds } from '../machine/cpu-account.ts'
import { GENERATOR_CORE, pinned } from '../machine/programs.ts'

export interface HarnessRun {
  readonly url: string
  readonly engine: LoadEngine | 'auto'
  readonly traffic: { readonly users: number } | { readonly rate: number }
  readonly seconds: number
  readonly warmUpSeconds?: number
  readonly connections?: number
  readonly sla?: readonly string[]
  readonly timeoutSeconds?: number
  /** All threads on the core for generators, so that it has no more than its peers of one thread. */
  readonly onOneCore?: boolean
  readonly seed?: number
  /** Generator threads. */
  readonly workers?: number
  /** Generator processes with a broker of their own, in place of threads. */
  readonly generators?: number
  /** Of Node, such as `--cpu-prof`. */
  readonly flags?: readonly string[]
}

export interface HarnessOutcome {
  readonly report: Report
  /** Of all threads and processes, over the measured phase. */
  readonly cpuSeconds: number
  /** The largest resident set, and how it grew, by the second. */
  readonly residentBytes: readonly Sample[]
  readonly folder: string
}

interface Sample {
  readonly atMs: number
  readonly value: number
}

const SAMPLE_MS = 100
/** Reading the account of every process of the machine is felt. */
const TREE_SAMPLE_MS = 500

/** @param use what is to be read from the run's folder before it is removed @throws Error if the run left no report */
export async function runHarness<Result>(
  run: HarnessRun,
  use: (outcome: HarnessOutcome) => Promise<Result> | Result,
): Promise<Result> {
  const parent = await mkdtemp(join(tmpdir(), 'sla-harness-bench-run-'))
  try {
    return await use(await outcome(run, parent))
  } finally {
    await rm(parent, { recursive: true, force: true })
  }
}

async function outcome(run: HarnessRun, parent: string): Promise<HarnessOutcome> {
  const file = join(parent, 'bench.yaml')
  const folder = join(parent, 'run')
  await writeFile(file, scenarioText(run))
  const { flags = [], workers = 1, generators } = run
  const senders = generators === undefined ? ['--workers', String(workers)] : ['--generators', String(generators)]
  const words = ['scenario', file, '--out', folder, ...senders, '--quiet']
  const command = [process.execPath, ...flags, compiledEntry('cli'), ...words]
  const [program = '', ...args] = run.onOneCore ? pinned(GENERATOR_CORE, command) : command
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const samples = sampleWhileRunning(child, generators !== undefined)
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'exit')])
  const { cpuSeconds, residentBytes } = samples()
  const report = await readFile(join(folder, 'report.json'), 'utf8').catch(() => {
    throw new Error(`the harness left no report: ${stderr.trim().slice(-300)}`)
  })
  return {
    report: JSON.parse(report) as Report,
    ...measured(JSON.parse(report) as Report, run, cpuSeconds),
    residentBytes,
    folder,
  }
}

/** The CPU time between two instants, which the samples stand around. */
function measured(report: Report, run: HarnessRun, cpu: readonly Sample[]): { readonly cpuSeconds: number } {
  const fromMs = Date.parse(report.run.startedAt) + 1e3 * (run.warmUpSeconds ?? 0)
  return { cpuSeconds: valueAt(cpu, fromMs + 1e3 * run.seconds) - valueAt(cpu, fromMs) }
}

export function valueAt(samples: readonly Sample[], atMs: number): number {
  const next = samples.findIndex((sample) => sample.atMs >= atMs)
  const after = samples[next < 0 ? samples.length - 1 : next]
  const before = samples[Math.max(0, next - 1)]
  if (!after || !before || next < 0) return after?.value ?? Number.NaN
  if (after.atMs === before.atMs) return after.value
  return before.value + ((after.value - before.value) * (atMs - before.atMs)) / (after.atMs - before.atMs)
}

/** @param startsOthers whether it starts processes; where it starts none, two small files are read: more would be felt */
function sampleWhileRunning(
  child: ChildProcess,
  startsOthers: boolean,
): () => { cpuSeconds: Sample[]; residentBytes: Sample[] } {
  const cpuSeconds: Sample[] = []
  const residentBytes: Sample[] = []
  const timer = setInterval(
    () => {
      if (child.pid === undefined || child.exitCode !== null) return
      const atMs = Date.now()
      cpuSeconds.push({ atMs, value: startsOthers ? readTreeSeconds(child.pid) : readProcessSeconds(child.pid) })
      residentBytes.push({ atMs, value: readResidentBytes(child.pid) })
    },
    startsOthers ? TREE_SAMPLE_MS : SAMPLE_MS,
  )
  return () => {
    clearInterval(timer)
    return { cpuSeconds: known(cpuSeconds), residentBytes: known(residentBytes) }
  }
}

function known(samples: readonly Sample[]): Sample[] {
  return samples.filter(({ value }) => Number.isFinite(value))
}

/** NaN if the process has ended. */
function readResidentBytes(pid: number): number {
  try {
    return 1024 * Number(/^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return Number.NaN
  }
}

export function scenarioText(run: HarnessRun): string {
  const { url, engine, traffic, seconds, warmUpSeconds = 0, connections = 256, timeoutSeconds = 10, seed = 1 } = run
  const load = 'users' in traffic ? `users: ${traffic.users}` : `rate: ${traffic.rate}`
  const phases = [
    ...(warmUpSeconds > 0 ? [`    - { name: warm-up, for: ${warmUpSeconds}s, ${load}, measured: false }`] : []),
    `    - { name: main, for: ${seconds}s, ${load} }`,
  ]
  return `name: bench
question: How fast, and how punctual?
target: { url: ${JSON.stringify(url)} }
request: { method: GET, path: / }
load:
  arrivals: poisson
  seed: ${seed}
  engine: ${engine}
  connections: ${'users' in traffic ? traffic.users : connections}
  timeout: ${timeoutSeconds}s
  phases:
${phases.join('\n')}
sla:
${(run.sla ?? ['p99 < 10s']).map((objective) => `  - ${objective}`).join('\n')}
`
}
