// The most requests a second over 50 connections: every generator in turns against one service, each on the same core.

import { type Comparison, compareCalmly, medianOf } from '../machine/compare-calmly.ts'
import { hasProgram } from '../machine/programs.ts'
import { BARE, GENERATORS, GENERATORS_OF_NGINX, type Generator } from '../peers/closed-loop.ts'
import type { Throughput } from '../peers/figures.ts'
import {
  aboutRounds,
  type Benchmark,
  type Extent,
  figure,
  type Goal,
  goal,
  milliseconds,
  table,
} from '../results/section.ts'
import { type Service, startNginx, startService } from '../services/start-service.ts'

const CONNECTIONS = 50

interface Target {
  readonly name: string
  readonly generators: readonly Generator[]
  start(): Promise<Service>
  goals(ratio: Ratio): Goal[]
}

/** Of the rate of one generator to that of another in the same round. */
type Ratio = (of: string, to: string) => number | null

const atLeast = (bar: number) => [`≥ ${bar} ×`, (value: number) => value >= bar] as const
const times = (value: number) => `${value.toFixed(2)} ×`

function fast(
  name: string,
  shape: { headers: number; bodyBytes: number },
  bars: { queue: number; harness?: number },
): Target {
  const queue = (ratio: Ratio) =>
    goal(
      `queue with engine raw to bare autocannon, fast server, ${name}`,
      atLeast(bars.queue),
      ratio('our queue, raw', BARE),
      times,
    )
  const harness = (ratio: Ratio) =>
    bars.harness === undefined
      ? []
      : [
          goal(
            `whole harness with engine raw to bare autocannon, fast server, ${name}`,
            atLeast(bars.harness),
            ratio('whole harness, raw', BARE),
            times,
          ),
          goal(
            `whole harness to its own queue, one core, fast server, ${name}`,
            atLeast(0.95),
            ratio('whole harness, raw', 'our queue, raw'),
            times,
          ),
        ]
  return {
    name: `a fast server, ${name}`,
    generators: GENERATORS,
    start: () => startService(shape),
    goals: (ratio) => [queue(ratio), ...harness(ratio)],
  }
}

const TARGETS: readonly Target[] = [
  {
    name: 'nginx',
    generators: GENERATORS_OF_NGINX,
    start: startNginx,
    goals: (ratio) => [
      goal('queue with engine raw to wrk, nginx', atLeast(0.95), ratio('our queue, raw', 'wrk'), times),
      goal(
        'whole harness with engine raw to bare autocannon, nginx',
        atLeast(1.2),
        ratio('whole harness, raw', BARE),
        times,
      ),
    ],
  },
  fast('3 headers', { headers: 3, bodyBytes: 2 }, { queue: 1.5 }),
  fast('8 headers', { headers: 8, bodyBytes: 2 }, { queue: 1.5, harness: 1.6 }),
  fast('20 headers', { headers: 20, bodyBytes: 2 }, { queue: 2 }),
  fast('a body of 16 kB', { headers: 8, bodyBytes: 16 * 1024 }, { queue: 2 }),
]

export const closedLoop: Benchmark = {
  name: 'closed-loop',
  async run(extent, say) {
    const lines = [
      `${CONNECTIONS} connections, each asking again as soon as it is answered. Ratios are taken within a round; the median is shown. CPU: user and system of the generator's process, an answer.`,
      '',
    ]
    const goals: Goal[] = []
    for (const target of TARGETS) {
      say(target.name)
      if (target.name === 'nginx' && !hasProgram('nginx')) {
        lines.push('nginx is not installed.', '')
        continue
      }
      const comparison = await measured(target, extent)
      lines.push(...shown(target, comparison))
      goals.push(...target.goals((of, to) => ratioOf(comparison, of, to, rate)))
    }
    return { title: 'Closed loop', lines, goals }
  },
}

async function measured({ generators, start }: Target, extent: Extent): Promise<Comparison<Throughput>> {
  const present = generators.filter((generator) => generator.missing() === null)
  const byName = new Map(present.map((generator) => [generator.name, generator]))
  const service = await start()
  try {
    return await compareCalmly([...byName.keys()], extent, async (name) =>
      (byName.get(name) as Generator).run(service, CONNECTIONS, extent.seconds),
    )
  } finally {
    await service.stop()
  }
}

type Figure = (throughput: Throughput | undefined) => number | null | undefined
const rate: Figure = (throughput) => throughput?.ratePerSecond
const cpu: Figure = (throughput) => throughput?.cpuMicroseconds

function ratioOf(comparison: Comparison<Throughput>, of: string, to: string, figureOf: Figure): number | null {
  return medianOf(comparison, (measured) => {
    const [above, below] = [figureOf(measured.get(of)), figureOf(measured.get(to))]
    return above && below ? above / below : null
  })
}

function shown(target: Target, comparison: Comparison<Throughput>): string[] {
  const rows = target.generators.map(({ name, missing }) => {
    const why = missing()
    if (why !== null) return [name, why, '', '', '', '', '', '']
    const of = (figureOf: Figure) => medianOf(comparison, (measured) => figureOf(measured.get(name)))
    return [
      name,
      figure(of(rate), 0),
      figure(ratioOf(comparison, name, BARE, rate)),
      figure(ratioOf(comparison, name, 'wrk', rate)),
      figure(of(cpu), 1),
      figure(ratioOf(comparison, BARE, name, cpu)),
      milliseconds(
        of((throughput) => throughput?.serviceTime?.p50),
        3,
      ),
      milliseconds(
        of((throughput) => throughput?.serviceTime?.p99),
        3,
      ),
    ]
  })
  const head = ['generator', 'requests/s', '× autocannon', '× wrk', 'CPU µs', '× autocannon by CPU', 'P50 ms', 'P99 ms']
  return [`### ${target.name}`, '', ...table(head, rows), aboutRounds(comparison), '']
}
