// Is a second generator thread ever slower than one at the same schedule?

import { availableParallelism } from 'node:os'
import { type Comparison, compareCalmly, medianOf } from '../machine/compare-calmly.ts'
import { type HarnessTimes, TIMES_HEAD, timesCells, timesOf } from '../peers/harness-times.ts'
import { runHarness } from '../peers/run-harness.ts'
import { aboutRounds, type Benchmark, type Goal, goal, type Section, table } from '../results/section.ts'
import { startService } from '../services/start-service.ts'

const RATES = [1000, 5000, 20_000]
const WORKERS = [1, 2]

/** Chance moves a P99 by so much between two runs of the same. */
const NOISE = 1.1

/** For the service, the main thread and the largest number of generator threads. */
function hasRoom(): boolean {
  return availableParallelism() >= 2 + Math.max(...WORKERS)
}

export const workers: Benchmark = {
  name: 'workers',
  async run(extent, say) {
    const service = await startService({ headers: 8 })
    try {
      const sections: Section[] = []
      for (const rate of RATES) {
        say(`${rate}/s`)
        const comparison = await compareCalmly(WORKERS.map(nameOf), extent, (name) =>
          runHarness(
            {
              url: service.url,
              engine: 'raw',
              traffic: { rate },
              seconds: extent.seconds,
              warmUpSeconds: 1,
              workers: WORKERS.find((count) => nameOf(count) === name) ?? 1,
            },
            timesOf,
          ),
        )
        sections.push(sectionOf(rate, comparison))
      }
      const cores = `${availableParallelism()} cores, of which the service takes one. A generator thread wants a core of its own, and the main thread some of another: ${hasRoom() ? 'there is room for two of them' : 'there is no room for two, so that no goal is set here'}.`
      return {
        title: 'One generator thread or two',
        lines: [cores, '', ...sections.flatMap(({ lines }) => lines)],
        goals: sections.flatMap(({ goals }) => goals),
      }
    } finally {
      await service.stop()
    }
  },
}

function nameOf(count: number): string {
  return `workers: ${count}`
}

function sectionOf(rate: number, comparison: Comparison<HarnessTimes>): Section {
  const rows = WORKERS.map((count) => [nameOf(count), ...timesCells(comparison, nameOf(count))])
  return {
    title: '',
    lines: [`### ${rate}/s`, '', ...table(['generator', ...TIMES_HEAD], rows), aboutRounds(comparison), ''],
    goals: goalOf(rate, comparison),
  }
}

function goalOf(rate: number, comparison: Comparison<HarnessTimes>): Goal[] {
  if (!hasRoom()) return []
  const ratio = medianOf(comparison, (measured) => {
    const [one, two] = WORKERS.map((count) => measured.get(nameOf(count))?.responseP99Seconds)
    return one && two ? two / one : undefined
  })
  return [
    goal(
      `response time P99 of two generator threads to one at ${rate}/s`,
      [`≤ ${NOISE} ×`, (value) => value <= NOISE],
      ratio,
      (value) => `${value.toFixed(2)} ×`,
    ),
  ]
}
