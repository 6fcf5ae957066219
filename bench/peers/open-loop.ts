// Generators with an arrival schedule: the C reference with both of its clocks, and the whole harness with both engines.

import { GENERATOR_CORE, outputOf, pinned } from '../machine/programs.ts'
import { referenceProgram } from '../services/reference-programs.ts'
import type { Service } from '../services/start-service.ts'
import type { Punctuality, Quantiles } from './figures.ts'
import { runHarness } from './run-harness.ts'

export interface OpenLoad {
  readonly rate: number
  readonly connections: number
  readonly seconds: number
}

export const REFERENCE_TIMER = 'C reference, timer'
const REFERENCE_SPIN = 'C reference, polling'
const HARNESSES = { 'harness, autocannon': 'autocannon', 'harness, raw': 'raw' } as const

const hasReference = () => referenceProgram('generator') !== null

export const OPEN_GENERATORS: readonly string[] = [
  ...(hasReference() ? [REFERENCE_TIMER, REFERENCE_SPIN] : []),
  ...Object.keys(HARNESSES),
]

export function runOpen(name: string, service: Service, load: OpenLoad): Promise<Punctuality> {
  if (name === REFERENCE_TIMER || name === REFERENCE_SPIN)
    return referenceRun(name === REFERENCE_SPIN ? 'spin' : 'timer', service, load)
  return harnessRun(HARNESSES[name as keyof typeof HARNESSES], service, load)
}

interface ReferenceOutput {
  readonly offered: number
  readonly completed: number
  readonly cpuShare: number
  readonly sendLag: Quantiles
  readonly serviceTime: Quantiles
  readonly responseTime: Quantiles
}

async function referenceRun(clock: 'spin' | 'timer', { port }: Service, load: OpenLoad): Promise<Punctuality> {
  const generator = referenceProgram('generator')
  if (generator === null) throw new Error('no C compiler')
  const args = [port, load.connections, load.seconds, load.rate].map(String)
  const text = await outputOf(pinned(GENERATOR_CORE, [generator, ...args, clock]))
  const { offered, completed, ...output }: ReferenceOutput = JSON.parse(text)
  return { ...output, achieved: completed / offered }
}

/** V8 still compiles what it sends and reads with during the first seconds of a run; a warm-up is what they are for. */
export const WARM_UP_SECONDS = 8

function harnessRun(engine: 'autocannon' | 'raw', { url }: Service, load: OpenLoad): Promise<Punctuality> {
  const { rate, connections, seconds } = load
  const run = { url, engine, traffic: { rate }, connections, seconds, warmUpSeconds: WARM_UP_SECONDS } as const
  return runHarness(run, ({ report, cpuSeconds }) => {
    const { offered, completed, serviceTime, responseTime } = report.load.total
    return {
      achieved: completed / offered,
      sendLag: report.generator.sendLag,
      serviceTime,
      responseTime,
      cpuShare: cpuSeconds / seconds,
      fit: report.generator.fit,
    }
  })
}
