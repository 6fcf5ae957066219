// The most requests a second: autocannon by itself, both engines behind the queue, and wrk where it is installed, in
// turns, against one server in another process. Generators have core 0 for themselves and the server core 1, where
// `taskset` is there. The ratios count, taken within a round; the rates are the machine's. On a machine that has other
// things to do, only the CPU time a request says something.
// Run after a build: node dist/bench/throughput.js [rounds] [URL of a service in place of our own, nginx for example]

import { execFileSync } from 'node:child_process'
import { compiledEntry } from '../core/compiled-entry.ts'
import { machine } from './machine.ts'
import { startRawServer } from './start-raw-server.ts'

const CONNECTIONS = 50
const SECONDS = 3
const rounds = Number(process.argv[2] ?? 3)
const ownUrl = process.argv[3]

interface Round {
  readonly ratePerSecond: number
  /** Of user and system, per answer. */
  readonly cpuMicroseconds: number
}

const SHAPES = [
  { name: '3 headers', headers: 3, bodyBytes: 2 },
  { name: '8 headers', headers: 8, bodyBytes: 2 },
  { name: '20 headers', headers: 20, bodyBytes: 2 },
  { name: 'a body of 16 kB', headers: 8, bodyBytes: 16 * 1024 },
]

const GENERATORS = ['bare', 'autocannon', 'raw', 'wrk'] as const
type GeneratorName = (typeof GENERATORS)[number]
const LABELS = {
  bare: 'autocannon by itself',
  autocannon: 'queue, engine autocannon',
  raw: 'queue, engine raw',
  wrk: 'wrk',
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function has(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const pin = (core: number) => (has('taskset') ? ['taskset', '-c', `${core}`] : [])

function run(command: readonly string[]): string {
  const [program = '', ...rest] = [...pin(0), ...command]
  return execFileSync(program, rest, { encoding: 'utf8' })
}

function round(generator: GeneratorName, url: string): Round {
  if (generator === 'wrk') return wrkRound(url)
  return JSON.parse(run([process.execPath, compiledEntry('bench/throughput-round'), generator, url]))
}

function wrkRound(url: string): Round {
  const wrk = `wrk -t1 -c${CONNECTIONS} -d${SECONDS}s --timeout 10s '${url}'`
  const text = run(['bash', '-c', `${wrk}; times`])
  const ratePerSecond = Number(/Requests\/sec:\s*([\d.]+)/.exec(text)?.[1])
  const answers = Number(/(\d+) requests in/.exec(text)?.[1])
  // The last line of `times` is the children's: user and system.
  const [minutes = '', seconds = '', systemMinutes = '', systemSeconds = ''] =
    /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(text)?.slice(1) ?? []
  const cpuSeconds = 60 * (Number(minutes) + Number(systemMinutes)) + Number(seconds) + Number(systemSeconds)
  return { ratePerSecond, cpuMicroseconds: (cpuSeconds / answers) * 1e6 }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number
}

function compare(name: string, url: string): void {
  const generators = GENERATORS.filter((generator) => generator !== 'wrk' || has('wrk'))
  const all = Array.from({ length: rounds }, () => generators.map((generator) => round(generator, url)))
  print(`\n${name}: median of ${rounds} rounds, ${CONNECTIONS} connections`)
  const bare = generators.indexOf('bare')
  const wrk = generators.indexOf('wrk')
  generators.forEach((generator, i) => {
    const of = (figure: (rounds: readonly Round[]) => number) => median(all.map(figure))
    const rate = of((each) => (each[i] as Round).ratePerSecond)
    const cpu = of((each) => (each[i] as Round).cpuMicroseconds)
    const times = (other: number) =>
      of((each) => (each[i] as Round).ratePerSecond / (each[other] as Round).ratePerSecond).toFixed(2)
    const timesByCpu = (other: number) =>
      of((each) => (each[other] as Round).cpuMicroseconds / (each[i] as Round).cpuMicroseconds).toFixed(2)
    print(
      [
        LABELS[generator].padEnd(26),
        `${Math.round(rate)}/s`.padStart(9),
        `${cpu.toFixed(1)} µs`.padStart(9),
        `${times(bare)} × autocannon by rate`,
        `${timesByCpu(bare)} × by CPU`,
        wrk < 0 ? '' : `${times(wrk)} × wrk by rate  ${timesByCpu(wrk)} × by CPU`,
      ].join('  '),
    )
  })
}

print(machine())
if (ownUrl) compare(ownUrl, ownUrl)
else
  for (const { name, ...shape } of SHAPES) {
    const server = await startRawServer({ ...shape, prefix: pin(1) })
    compare(`${server.name}, ${name}`, server.url)
    server.stop()
  }
