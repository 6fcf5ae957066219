// How late requests leave, and what waiting for them costs: send lag and service time in each way of waiting, for both
// engines, against a server in another process (on the last core, where taskset can bind it), beside what a bare timer
// of 1 ms is late by on the same machine just before. A round in which other programs or the host took CPU time says more
// about them: it is counted, printed and left out of the medians.
// Run after a build: node dist/bench/dispatch.js [--rounds 3] [--rates 1000,5000] [--engines raw] [--timers sparing]

import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { summarizeLatencies } from '../core/latency/latency-summary.ts'
import { type LoadResult, measuredSlots, slaLatencies, sumAccounting } from '../core/run/load-result.ts'
import { LOAD_ENGINES, type LoadEngine } from '../core/scenario/load-engine.ts'
import type { LoadPlan, Phase } from '../core/scenario/load-plan.ts'
import { TIMER_CHOICES, type TimerChoice } from '../core/scenario/timer-mode.ts'
import { formatDuration } from '../core/text/duration.ts'
import { formatShare } from '../core/text/figures/share.ts'
import { runLoad } from '../load/run-load.ts'
import { disturbanceBetween, readAccount } from './machine/disturbance.ts'
import { machine } from './machine/machine.ts'
import { SERVICE_CORE } from './machine/programs.ts'
import { bareTimer } from './peers/bare-timer.ts'
import { startService } from './services/start-service.ts'

/** Cores that others may use in a round that counts. */
const CALM_CORES = 0.25

const { values: flags } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    rates: { type: 'string', default: '1000,5000,10000,20000' },
    engines: { type: 'string', default: LOAD_ENGINES.join(',') },
    timers: { type: 'string', default: TIMER_CHOICES.join(',') },
  },
})
const rates = flags.rates.split(',').map(Number)
const engines = LOAD_ENGINES.filter((engine) => flags.engines.split(',').includes(engine))
const choices = TIMER_CHOICES.filter((choice) => flags.timers.split(',').includes(choice))

interface Figures {
  readonly lagP50: number
  readonly lagP99: number
  readonly serviceP50: number
  readonly serviceP99: number
  /** Of a core: sending and reading. */
  readonly work: number
  /** Of a core: spinning, and the alarm clock. */
  readonly waiting: number
  readonly bareP99: number
  readonly othersCores: number
}

interface Case {
  readonly engine: LoadEngine
  readonly rate: number
  readonly timers: TimerChoice
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function phase(name: string, rate: number, durationSeconds: number, measured: boolean): Phase {
  const traffic = { kind: 'open', fromRatePerSecond: rate, toRatePerSecond: rate } as const
  return { name, durationSeconds, traffic, measured }
}

function plan(url: string, { engine, rate, timers }: Case): LoadPlan {
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
    phases: [phase('warm-up', rate, 2, false), phase('measured', rate, 4, true)],
    engine,
    timers,
    workers: 1,
  }
}

const hooks = { onEpoch: () => {}, beforeMeasured: async () => {}, onPhaseStart: () => {}, onProgress: () => {} }

/** Cores used by others and taken by the host since the call. */
function watchOthers(): () => number {
  const before = readAccount()
  return () => {
    const after = readAccount()
    if (!before || !after) return Number.NaN
    const { otherShare, stolenShare } = disturbanceBetween(before, after)
    return otherShare + stolenShare * availableParallelism()
  }
}

function figuresOf(result: LoadResult, bareP99: number, othersCores: number): Figures {
  const { sendLag, cpuShare, timers } = result.generator
  const lag = summarizeLatencies(sendLag)
  const service = summarizeLatencies(slaLatencies(measuredSlots(result), 'serviceTime'))
  return {
    lagP50: lag.p50 ?? Number.NaN,
    lagP99: lag.p99 ?? Number.NaN,
    serviceP50: service.p50 ?? Number.NaN,
    serviceP99: service.p99 ?? Number.NaN,
    work: cpuShare,
    waiting: timers.spinningShare + timers.alarmClockShare,
    bareP99,
    othersCores,
  }
}

function inWords(figures: Figures): string {
  const { lagP50, lagP99, serviceP50, serviceP99, work, waiting, bareP99 } = figures
  const [l50, l99, s50, s99, b99] = [lagP50, lagP99, serviceP50, serviceP99, bareP99].map((s) => formatDuration(s))
  return `send lag P50 ${l50} P99 ${l99}; service P50 ${s50} P99 ${s99}; of a core ${formatShare(work)} working, ${formatShare(waiting)} waiting; bare timer P99 ${b99}`
}

function median(rounds: readonly Figures[]): Figures {
  const middle = (key: keyof Figures) =>
    rounds.map((round) => round[key]).sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? Number.NaN
  return {
    lagP50: middle('lagP50'),
    lagP99: middle('lagP99'),
    serviceP50: middle('serviceP50'),
    serviceP99: middle('serviceP99'),
    work: middle('work'),
    waiting: middle('waiting'),
    bareP99: middle('bareP99'),
    othersCores: middle('othersCores'),
  }
}

print(`${machine()}\n`)
const server = await startService()
print(`against ${server.name} on core ${SERVICE_CORE}\n`)
const rounds = new Map<string, Figures[]>()
for (let round = 1; round <= Number(flags.rounds); round++)
  for (const rate of rates)
    for (const engine of engines)
      for (const timers of choices) {
        const name = `${rate}/s, ${engine}, ${timers}`
        const { p99: bareP99 } = await bareTimer(0.001, 0.5)
        const others = watchOthers()
        const result = await runLoad(plan(server.url, { engine, rate, timers }), hooks).result
        const figures = figuresOf(result, bareP99 ?? Number.NaN, others())
        const { offered, completed } = sumAccounting(measuredSlots(result))
        const { mode, reason } = result.generator.timers
        const chosen = timers === 'auto' ? ` (${mode}: ${reason})` : ''
        const lost = completed === offered ? '' : `; ${offered - completed} of ${offered} not completed`
        print(`${name}${chosen}: ${inWords(figures)}; others ${figures.othersCores.toFixed(2)} cores${lost}`)
        rounds.set(name, [...(rounds.get(name) ?? []), figures])
      }
print('\nMedians of the calm rounds:')
for (const [name, all] of rounds) {
  const calm = all.filter(({ othersCores }) => othersCores <= CALM_CORES)
  print(
    calm.length === 0
      ? `${name}: no calm round of ${all.length}`
      : `${name}: ${inWords(median(calm))}; ${calm.length} of ${all.length} rounds`,
  )
}
await server.stop()
