// How near what is read comes to what is true: one connection, where nothing waits for anything, and a service that takes
// exactly 50 ms.

import { type Comparison, compareCalmly, medianOf } from '../machine/compare-calmly.ts'
import { GENERATORS, type Generator } from '../peers/closed-loop.ts'
import type { Punctuality, Throughput } from '../peers/figures.ts'
import { OPEN_GENERATORS, REFERENCE_TIMER, runOpen } from '../peers/open-loop.ts'
import {
  aboutRounds,
  type Benchmark,
  type Extent,
  figure,
  type Goal,
  goal,
  milliseconds,
  type Section,
  table,
} from '../results/section.ts'
import { referenceProgram } from '../services/reference-programs.ts'
import { startService } from '../services/start-service.ts'

const DELAY_SECONDS = 0.05
const RATE = 1000

export const fidelity: Benchmark = {
  name: 'fidelity',
  async run(extent, say) {
    const parts = [await oneConnection(extent, say), await constantDelay(extent, say)]
    return {
      title: 'Fidelity',
      lines: parts.flatMap(({ lines }) => lines),
      goals: parts.flatMap(({ goals }) => goals),
    }
  },
}

type Part = Omit<Section, 'title'>

async function oneConnection(extent: Extent, say: (line: string) => void): Promise<Part> {
  say('one connection')
  // hey and h2load print their own percentiles too coarsely to compare.
  const generators = GENERATORS.filter(({ name, missing }) => missing() === null && name !== 'hey' && name !== 'h2load')
  const byName = new Map(generators.map((generator) => [generator.name, generator]))
  const service = await startService({ headers: 8 })
  try {
    const comparison = await compareCalmly([...byName.keys()], extent, (name) =>
      (byName.get(name) as Generator).run(service, 1, extent.seconds),
    )
    return {
      lines: ['### One connection, closed loop, a fast server', '', ...connectionTable(comparison)],
      goals: [wrkGoal(comparison, 'p50', 0.05), wrkGoal(comparison, 'p99', 0.1)],
    }
  } finally {
    await service.stop()
  }
}

function ofWrk(comparison: Comparison<Throughput>, name: string, quantile: 'p50' | 'p99'): number | null {
  return medianOf(comparison, (measured) => {
    const [ours, wrk] = [measured.get(name)?.serviceTime?.[quantile], measured.get('wrk')?.serviceTime?.[quantile]]
    return ours && wrk ? ours / wrk - 1 : null
  })
}

function wrkGoal(comparison: Comparison<Throughput>, quantile: 'p50' | 'p99', most: number): Goal {
  return goal(
    `service time ${quantile.toUpperCase()} of one connection against wrk's, whole harness, engine raw`,
    [`within ${most * 100}%`, (share) => Math.abs(share) <= most],
    ofWrk(comparison, 'whole harness, raw', quantile),
    (share) => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(0)}%`,
  )
}

function connectionTable(comparison: Comparison<Throughput>): string[] {
  const names = [...new Set(comparison.rounds.flatMap((measured) => [...measured.keys()]))]
  const rows = names.map((name) => {
    const micros = (quantile: 'p50' | 'p99') =>
      medianOf(comparison, (measured) => (measured.get(name)?.serviceTime?.[quantile] ?? Number.NaN) * 1e6)
    const share = (quantile: 'p50' | 'p99') => {
      const value = ofWrk(comparison, name, quantile)
      return value === null ? '–' : `${(value * 100).toFixed(0)}%`
    }
    return [name, figure(micros('p50'), 0), share('p50'), figure(micros('p99'), 0), share('p99')]
  })
  const head = ['generator', 'service P50 µs', 'more than wrk', 'P99 µs', 'more than wrk']
  return [...table(head, rows), aboutRounds(comparison), '']
}

async function constantDelay(extent: Extent, say: (line: string) => void): Promise<Part> {
  say('a service of 50 ms')
  const title = `### A service of exactly 50 ms, ${RATE}/s, Poisson`
  if (referenceProgram('fast-server') === null) return { lines: [title, '', 'It needs a C compiler.', ''], goals: [] }
  const service = await startService({ headers: 8, delaySeconds: DELAY_SECONDS, spins: true })
  try {
    const load = { rate: RATE, connections: 256, seconds: extent.seconds }
    const comparison = await compareCalmly(OPEN_GENERATORS, extent, (name) => runOpen(name, service, load))
    return {
      lines: [title, '', 'Milliseconds above 50.', '', ...delayTable(comparison)],
      goals: [
        ...(['p50', 'p99'] as const).map((quantile) =>
          delayGoal(comparison, quantile, { p50: 0.0001, p99: 0.001 }[quantile]),
        ),
        ...(['p50', 'p99'] as const).map((quantile) =>
          referenceGoal(comparison, quantile, { p50: 0.0001, p99: 0.0005 }[quantile]),
        ),
      ],
    }
  } finally {
    await service.stop()
  }
}

const shown = (seconds: number) => `+${milliseconds(seconds)} ms`

function delayGoal(comparison: Comparison<Punctuality>, quantile: 'p50' | 'p99', most: number): Goal {
  return goal(
    `service time ${quantile.toUpperCase()} of a 50 ms service, engine raw`,
    [`≤ +${most * 1e3} ms`, (seconds) => seconds <= most],
    above(comparison, 'harness, raw', 'serviceTime', quantile),
    shown,
  )
}

function referenceGoal(comparison: Comparison<Punctuality>, quantile: 'p50' | 'p99', most: number): Goal {
  return goal(
    `service time ${quantile.toUpperCase()} at ${RATE}/s against the C reference's, engine raw`,
    [`within ${most * 1e3} ms`, (seconds) => Math.abs(seconds) <= most],
    medianOf(comparison, (measured) => {
      const ours = measured.get('harness, raw')?.serviceTime[quantile]
      const reference = measured.get(REFERENCE_TIMER)?.serviceTime[quantile]
      return ours && reference ? ours - reference : null
    }),
    (seconds) => `${milliseconds(seconds)} ms`,
  )
}

function above(
  comparison: Comparison<Punctuality>,
  name: string,
  time: 'serviceTime' | 'responseTime',
  quantile: 'p50' | 'p95' | 'p99',
): number | null {
  return medianOf(comparison, (measured) => {
    const seconds = measured.get(name)?.[time]?.[quantile]
    return seconds ? seconds - DELAY_SECONDS : null
  })
}

function delayTable(comparison: Comparison<Punctuality>): string[] {
  const rows = OPEN_GENERATORS.map((name) => [
    name,
    ...(['serviceTime', 'responseTime'] as const).flatMap((time) =>
      (['p50', 'p95', 'p99'] as const).map((quantile) => milliseconds(above(comparison, name, time, quantile), 3)),
    ),
  ])
  const head = ['generator', 'service P50', 'P95', 'P99', 'response P50', 'P95', 'P99']
  return [...table(head, rows), aboutRounds(comparison), '']
}
