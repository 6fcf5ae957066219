// Does a verdict ever follow from the generator's own speed? Services whose speed is known by construction, at rates from
// half to twice what the generator itself can do: it must not blame one that is fast, nor acquit one that is slow.
//
// The service has core 1 for itself, so that its speed is its own; the generator with all its threads has core 0, alone,
// with a neighbour that never stops, or with four of them, which leave it a fifth of the core.

import { randomStream } from '../../core/random.ts'
import { startBusyNeighbours } from '../machine/busy-neighbours.ts'
import { type ComparisonLimits, compareCalmly } from '../machine/compare-calmly.ts'
import { hasTwoCores } from '../machine/machine.ts'
import { runHarness } from '../peers/run-harness.ts'
import { type Benchmark, goal } from '../results/section.ts'
import { referenceProgram } from '../services/reference-programs.ts'
import { type ServiceShape, startService } from '../services/start-service.ts'
import {
  type BlameCase,
  type BlameRun,
  blameTables,
  type Circumstances,
  isWrong,
  type KnownService,
} from './blame-tables.ts'

const SERVICES: readonly KnownService[] = [
  { name: 'answers at once, p95 < 20ms', isSlow: false, objective: 'p95 < 20ms', shape: () => ({}) },
  { name: 'takes 20 ms, p95 < 50ms', isSlow: false, objective: 'p95 < 50ms', shape: () => ({ delaySeconds: 0.02 }) },
  { name: 'takes 200 ms, p95 < 100ms', isSlow: true, objective: 'p95 < 100ms', shape: () => ({ delaySeconds: 0.2 }) },
  {
    name: 'can do half the rate, p95 < 100ms',
    isSlow: true,
    objective: 'p95 < 100ms',
    shape: (rate) => ({ capacity: rate / 2 }),
  },
]

const CIRCUMSTANCES: readonly Circumstances[] = [
  { name: 'a core alone', neighbours: 0 },
  { name: 'a busy neighbour', neighbours: 1 },
  { name: 'a fifth of a core', neighbours: 4 },
]

const ENGINES = ['autocannon', 'raw'] as const
const LOADS = [0.5, 0.8, 1, 1.3, 2]
const CONNECTIONS = [4, 256]
const SECONDS = 3
const TIMEOUT_SECONDS = 3
const USERS_FOR_CAPACITY = 50

export const blame: Benchmark = {
  name: 'blame',
  async run({ attempts, blameRuns, smoke }, say) {
    const title = 'Who is blamed'
    if (!hasTwoCores || referenceProgram('fast-server') === null)
      return { title, lines: ['It needs two cores and a C compiler.', ''], goals: [] }
    const { runs, discarded, failures } = await blameRunsOf(blameRuns, { rounds: 1, attempts, smoke }, say)
    const wrong = runs.filter(isWrong).length
    return {
      title,
      lines: blameTables(runs, { discarded, failures }),
      goals: [
        goal(
          `wrong verdicts in ${runs.length} runs at 0.5 to 2 times the generator's own capacity`,
          ['0 in 200', (count) => count === 0 && runs.length >= 200],
          runs.length === 0 ? null : wrong,
          (count) => `${count} in ${runs.length}`,
        ),
      ],
    }
  },
}

export interface BlameRuns {
  readonly runs: readonly BlameRun[]
  readonly discarded: number
  readonly failures: readonly string[]
}

export async function blameRunsOf(
  wanted: number,
  limits: ComparisonLimits,
  say: (line: string) => void,
): Promise<BlameRuns> {
  const capacityOf = await measuredCapacities(limits, say)
  const chosen = casesInRandomOrder(wanted)
  const names = new Map(chosen.map((each, i) => [`${i + 1} of ${chosen.length}`, each]))
  const { rounds, discarded, failures } = await compareCalmly([...names.keys()], limits, async (name) => {
    const blameCase = names.get(name) as BlameCase
    const capacity = capacityOf(blameCase)
    if (capacity === undefined) throw new Error('the capacity of the generator is not known: the machine was too busy')
    const run = await judged(blameCase, Math.round(blameCase.load * capacity))
    const remark = isWrong(run) ? `WRONG ${run.verdict}: ${run.reason}` : run.verdict
    say(
      `${name}: ${blameCase.service.name}, ${blameCase.circumstances.name}, ${blameCase.load} × ${capacity}/s: ${remark}`,
    )
    return run
  })
  return { runs: rounds.flatMap((measured) => [...measured.values()]), discarded, failures }
}

/** All combinations once before any comes again. */
function casesInRandomOrder(wanted: number): BlameCase[] {
  const random = randomStream(1, 'blame')
  const all = SERVICES.flatMap((service) =>
    CIRCUMSTANCES.flatMap((circumstances) =>
      ENGINES.flatMap((engine) =>
        LOADS.flatMap((load) =>
          CONNECTIONS.map((connections) => ({ service, circumstances, engine, load, connections })),
        ),
      ),
    ),
  )
  const order: BlameCase[] = []
  while (order.length < wanted) {
    const shuffled = all.map((each) => ({ each, key: random() })).sort((a, b) => a.key - b.key)
    order.push(...shuffled.map(({ each }) => each))
  }
  return order.slice(0, wanted)
}

type CapacityOf = (of: Pick<BlameCase, 'engine' | 'circumstances'>) => number | undefined

/** Requests a second that the whole harness can do against a service that answers at once. */
async function measuredCapacities(limits: ComparisonLimits, say: (line: string) => void): Promise<CapacityOf> {
  const key = ({ engine, circumstances }: Parameters<CapacityOf>[0]) => `${engine}, ${circumstances.name}`
  const all = new Map(
    ENGINES.flatMap((engine) =>
      CIRCUMSTANCES.map((circumstances) => [key({ engine, circumstances }), { engine, circumstances }] as const),
    ),
  )
  const { rounds } = await compareCalmly([...all.keys()], limits, async (name) => {
    const { engine, circumstances } = all.get(name) as { engine: BlameCase['engine']; circumstances: Circumstances }
    const rate = await amid(circumstances, {}, (url) =>
      runHarness(
        { url, engine, traffic: { users: USERS_FOR_CAPACITY }, seconds: SECONDS, warmUpSeconds: 1, onOneCore: true },
        ({ report }) => report.load.total.completed / SECONDS,
      ),
    )
    say(`capacity of ${name}: ${Math.round(rate)}/s`)
    return Math.round(rate)
  })
  return (of) => rounds[0]?.get(key(of))
}

function judged(blameCase: BlameCase, rate: number): Promise<BlameRun> {
  const { service, circumstances, engine, connections } = blameCase
  const run = {
    engine,
    traffic: { rate },
    connections,
    seconds: SECONDS,
    warmUpSeconds: 1,
    timeoutSeconds: TIMEOUT_SECONDS,
    sla: [service.objective],
    onOneCore: true,
  }
  return amid(circumstances, service.shape(rate), (url) =>
    runHarness({ ...run, url }, ({ report }) => ({
      ...blameCase,
      rate,
      verdict: report.verdict,
      reason: report.reasons[0] ?? '',
    })),
  )
}

async function amid<Result>(
  { neighbours }: Circumstances,
  shape: ServiceShape,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const service = await startService(shape)
  const stopNeighbours = startBusyNeighbours(neighbours)
  try {
    return await work(service.url)
  } finally {
    await stopNeighbours()
    await service.stop()
  }
}
