// What does a second generator process on one machine cost or gain, against nginx: processes with a broker between them, and
// threads, at the same schedule and with the same users.

import { type Comparison, compareCalmly, medianOf } from '../machine/compare-calmly.ts'
import { hasProgram } from '../machine/programs.ts'
import { type HarnessTimes, TIMES_HEAD, timesCells, timesOf } from '../peers/harness-times.ts'
import { type HarnessRun, runHarness } from '../peers/run-harness.ts'
import { aboutRounds, type Benchmark, figure, table } from '../results/section.ts'
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

interface Taken extends HarnessTimes {
  readonly ratePerSecond: number
}

/** Nothing is pinned but the service: a second process is to find its own core. */
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
            (outcome) => ({ ...timesOf(outcome), ratePerSecond: outcome.report.load.total.completed / extent.seconds }),
          ),
        )
        lines.push(...shown(name, comparison))
      }
      return { title, lines, goals: [] }
    } finally {
      await service.stop()
    }
  },
}

function shown(name: string, comparison: Comparison<Taken>): string[] {
  const rows = [...FORMS.keys()].map((form) => [
    form,
    figure(
      medianOf(comparison, (measured) => measured.get(form)?.ratePerSecond),
      0,
    ),
    ...timesCells(comparison, form),
  ])
  return [`### ${name}`, '', ...table(['', 'answers a second', ...TIMES_HEAD], rows), aboutRounds(comparison), '']
}
