// Every generator in a closed loop, each as fast as it can: one process on the core for generators.

import { compiledEntry } from '../../core/compiled-entry.ts'
import { readEndedChildrenSeconds } from '../machine/cpu-account.ts'
import { GENERATOR_CORE, hasProgram, outputOf, pinned } from '../machine/programs.ts'
import { referenceProgram } from '../services/reference-programs.ts'
import type { Service } from '../services/start-service.ts'
import type { Throughput } from './figures.ts'
import { type Printed, parseAb, parseH2load, parseHey } from './parse-others.ts'
import { parseWrk } from './parse-wrk.ts'
import { runHarness } from './run-harness.ts'

export interface Generator {
  readonly name: string
  /** Why it cannot run here; null where it can. */
  missing(): string | null
  run(service: Service, connections: number, seconds: number): Promise<Throughput>
}

const WARM_UP_SECONDS = 1.5

const REFERENCE: Generator = {
  name: 'C reference',
  missing: () => (referenceProgram('generator') ? null : 'no C compiler'),
  async run({ port }, connections, seconds) {
    const generator = referenceProgram('generator') as string
    const text = await outputOf(pinned(GENERATOR_CORE, [generator, `${port}`, `${connections}`, `${seconds}`, '0']))
    return JSON.parse(text)
  },
}

const WRK: Generator = {
  name: 'wrk',
  missing: () => (hasProgram('wrk') ? null : 'not installed'),
  async run({ url }, connections, seconds) {
    const flags = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '--latency', url]
    const { result, cpuSeconds } = await timed(() => outputOf(pinned(GENERATOR_CORE, ['wrk', ...flags])))
    const { requests, ratePerSecond, p50, p99 } = parseWrk(result)
    return { ratePerSecond, cpuMicroseconds: (cpuSeconds / requests) * 1e6, serviceTime: { p50, p99 } }
  },
}

function other(
  name: string,
  flags: (url: string, connections: number, seconds: number) => string[],
  parse: (text: string) => Printed,
): Generator {
  return {
    name,
    missing: () => (hasProgram(name) ? null : 'not installed'),
    async run({ url }, connections, seconds) {
      const command = [name, ...flags(url, connections, seconds)]
      const { result, cpuSeconds } = await timed(() => outputOf(pinned(GENERATOR_CORE, command)))
      const { requests, ratePerSecond } = parse(result)
      return { ratePerSecond, cpuMicroseconds: (cpuSeconds / requests) * 1e6 }
    },
  }
}

const HEY = other('hey', (url, connections, seconds) => ['-z', `${seconds}s`, '-c', `${connections}`, url], parseHey)
const H2LOAD = other(
  'h2load',
  (url, connections, seconds) => ['--h1', '-t1', `-c${connections}`, '-D', `${seconds}`, url],
  parseH2load,
)
const AB = other(
  'ab',
  (url, connections, seconds) => ['-k', '-q', '-t', `${seconds}`, '-n', '100000000', '-c', `${connections}`, url],
  parseAb,
)

/** A round of bench/throughput-round.ts: it does not count its start. */
function inNode(name: string, generator: 'bare' | 'undici' | 'autocannon' | 'raw'): Generator {
  return {
    name,
    missing: () => null,
    async run({ url }, connections, seconds) {
      const round = [compiledEntry('bench/throughput-round'), generator, url, `${connections}`, `${seconds}`]
      return JSON.parse(await outputOf(pinned(GENERATOR_CORE, [process.execPath, ...round])))
    },
  }
}

function harness(engine: 'autocannon' | 'raw'): Generator {
  return {
    name: `whole harness, ${engine}`,
    missing: () => null,
    run({ url }, connections, seconds) {
      const traffic = { users: connections }
      const run = { url, engine, traffic, seconds, warmUpSeconds: WARM_UP_SECONDS, onOneCore: true } as const
      return runHarness(run, ({ report, cpuSeconds }) => {
        const { completed, serviceTime } = report.load.total
        const { p50, p95, p99 } = serviceTime
        return {
          ratePerSecond: completed / seconds,
          cpuMicroseconds: (cpuSeconds / completed) * 1e6,
          serviceTime: { p50, p95, p99 },
        }
      })
    },
  }
}

export const BARE = 'bare autocannon'

/** Those that ask the fast server as well: ab speaks HTTP/1.0 and waits for a connection to be closed. */
export const GENERATORS: readonly Generator[] = [
  REFERENCE,
  WRK,
  H2LOAD,
  HEY,
  inNode(BARE, 'bare'),
  inNode('undici', 'undici'),
  inNode('our queue, autocannon', 'autocannon'),
  inNode('our queue, raw', 'raw'),
  harness('autocannon'),
  harness('raw'),
]

export const GENERATORS_OF_NGINX: readonly Generator[] = [...GENERATORS.slice(0, 4), AB, ...GENERATORS.slice(4)]

/** CPU time of the one child that ran meanwhile. */
async function timed<Result>(run: () => Promise<Result>): Promise<{ result: Result; cpuSeconds: number }> {
  const before = readEndedChildrenSeconds()
  const result = await run()
  return { result, cpuSeconds: readEndedChildrenSeconds() - before }
}
