// What does a second generator process on one machine cost or gain, against nginx: processes with a broker between them, and
// threads, at the same schedule and with the same users.

import { type Comparison, compareCalmly, medianOf } from '../machine/compare-calmly.ts'
import { hasProgram } from '../machine/programs.ts'
import { type HarnessOutcome, type HarnessRun, runHarness } from '../peers/run-harness.ts'
import { aboutRounds, type Benchmark, figure, milliseconds, type Section, table } from '../results/section.ts'
import { startNginx } from '../services/start-service.ts'

const USERS = 64
const LOADS: readonly { readonly name: string; readonly traffic: HarnessRun['traffic'] }[] = [
  { name: '4,000 requests a second', traffic: { rate: 4000 } },
  { name: `${USERS} users without a think time`, traffic: { users: USERS } },
]

const FORMS: ReadonlyMap<string, Pick<HarnessRun, 'workers' | 'generators'>> = new Map([
  ['1 thread', { workers: 1 }],
  ['2 threads', { workers: 2 }],
  ['1 process', { generators: 1 }],
  ['2 processes', { generators: 2 }],
])

/** Nothing is pinned but the service: a second process is to find its own core. */
interface Taken {
  readonly ratePerSecond: number
  readonly responseP50Seconds: number | null
  readonly responseP99Seconds: number | null
  readonly sendLagP99Seconds: number | null
  readonly cpuMicroseconds: number
}

export const processes: Benchmark = {
  name: 'processes',
  async run(extent, say) {
    const title = 'A second generator process'
    const missing = ['nginx', 'nats-server'].filter((program) => !hasProgram(program))
    if (missing.length > 0) return { title, lines: [`${missing.join(' and ')}: not installed.`, ''], goals: [] }
    const service = await startNginx()
    try {
      const lines: string[] = [
        'Each process is a generator of its own, with a broker between it and the coordinator. CPU: of the coordinator, the generators and the broker together.',
        '',
      ]
      for (const { name, traffic } of LOADS) {
        say(name)
        const comparison = await compareCalmly([...FORMS.keys()], extent, (form) =>
          runHarness(
            {
              url: service.url,
              engine: 'raw',
              traffic,
              seconds: extent.seconds,
              warmUpSeconds: 1,
              ...FORMS.get(form),
            },
            (outcome) => takenOf(outcome, extent.seconds),
          ),
        )
        lines.push(...shown(name, comparison))
      }
      return { title, lines, goals: [] } satisfies Section
    } finally {
      await service.stop()
    }
  },
}

function takenOf({ report, cpuSeconds }: HarnessOutcome, seconds: number): Taken {
  const { responseTime, completed } = report.load.total
  return {
    ratePerSecond: completed / seconds,
    responseP50Seconds: responseTime.p50,
    responseP99Seconds: responseTime.p99,
    sendLagP99Seconds: report.generator.sendLag.p99,
    cpuMicroseconds: (1e6 * cpuSeconds) / completed,
  }
}

function shown(name: string, comparison: Comparison<Taken>): string[] {
  const rows = [...FORMS.keys()].map((form) => {
    const of = (read: (taken: Taken) => number | null) =>
      medianOf(comparison, (measured) => {
        const taken = measured.get(form)
        return taken && (read(taken) ?? undefined)
      })
    return [
      form,
      figure(
        of(({ ratePerSecond }) => ratePerSecond),
        0,
      ),
      milliseconds(of(({ responseP50Seconds }) => responseP50Seconds)),
      milliseconds(of(({ responseP99Seconds }) => responseP99Seconds)),
      milliseconds(of(({ sendLagP99Seconds }) => sendLagP99Seconds)),
      figure(
        of(({ cpuMicroseconds }) => cpuMicroseconds),
        1,
      ),
    ]
  })
  const head = ['', 'answers a second', 'response time P50 ms', 'P99 ms', 'send lag P99 ms', 'CPU µs an answer']
  return [`### ${name}`, '', ...table(head, rows), aboutRounds(comparison), '']
}
