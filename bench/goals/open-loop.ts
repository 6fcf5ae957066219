// Poisson arrivals at a rate: how late requests leave and what is read of a service that answers at once, beside a
// generator in C, with its timers and polling.

import { type Comparison, compareCalmly, medianOf } from '../machine/compare-calmly.ts'
import { hasProgram } from '../machine/programs.ts'
import type { Punctuality, Quantiles } from '../peers/figures.ts'
import { OPEN_GENERATORS, runOpen, WARM_UP_SECONDS } from '../peers/open-loop.ts'
import { aboutRounds, type Benchmark, figure, type Goal, goal, milliseconds, table } from '../results/section.ts'
import { startNginx, startService } from '../services/start-service.ts'

const RATES = [1_000, 5_000, 10_000, 20_000]
const CONNECTIONS = 256

export const openLoop: Benchmark = {
  name: 'open-loop',
  async run(extent, say) {
    const service = hasProgram('nginx') ? await startNginx() : await startService({ headers: 8 })
    const lines = [
      `Poisson arrivals over at most ${CONNECTIONS} connections, against ${service.name} on core 1. The C reference is on core 0; the harness is free to use both cores, as it is used, and has a warm-up of ${WARM_UP_SECONDS} s. Milliseconds, median of the rounds.`,
      '',
    ]
    const goals: Goal[] = []
    try {
      for (const rate of RATES) {
        say(`${rate}/s`)
        const comparison = await compareCalmly(OPEN_GENERATORS, extent, (name) =>
          runOpen(name, service, { rate, connections: CONNECTIONS, seconds: extent.seconds }),
        )
        lines.push(`### ${rate}/s`, '', ...shown(comparison), aboutRounds(comparison), '')
        goals.push(lagGoal(rate, comparison))
      }
    } finally {
      await service.stop()
    }
    return { title: 'Open loop', lines, goals }
  },
}

function lagGoal(rate: number, comparison: Comparison<Punctuality>): Goal {
  const lag = medianOf(comparison, (measured) => measured.get('harness, raw')?.sendLag?.p99)
  return goal(
    `send lag P99 at ${rate}/s, engine raw, server beside it on two cores`,
    ['≤ 1 ms', (seconds) => seconds <= 0.001],
    lag,
    (seconds) => `${milliseconds(seconds)} ms`,
  )
}

function shown(comparison: Comparison<Punctuality>): string[] {
  const rows = OPEN_GENERATORS.map((name) => {
    const of = (read: (punctuality: Punctuality) => number | null | undefined) =>
      medianOf(comparison, (measured) => {
        const punctuality = measured.get(name)
        return punctuality && read(punctuality)
      })
    const pair = (read: (punctuality: Punctuality) => Quantiles | null) =>
      `${milliseconds(
        of((each) => read(each)?.p50),
        3,
      )} / ${milliseconds(of((each) => read(each)?.p99))}`
    const share = of((each) => each.cpuShare)
    return [
      name,
      figure(
        of((each) => each.achieved),
        3,
      ),
      pair((each) => each.sendLag),
      pair((each) => each.serviceTime),
      pair((each) => each.responseTime),
      share === null ? '–' : `${(share * 100).toFixed(0)}%`,
      fitOf(name, comparison),
    ]
  })
  const head = [
    'generator',
    'achieved',
    'send lag P50 / P99',
    'service P50 / P99',
    'response P50 / P99',
    'CPU',
    'says fit',
  ]
  return table(head, rows)
}

function fitOf(name: string, { rounds }: Comparison<Punctuality>): string {
  const known = rounds.flatMap((measured) => measured.get(name)?.fit ?? [])
  return known.length === 0 ? '' : `${known.filter((fit) => fit).length} of ${known.length}`
}
