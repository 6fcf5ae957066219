// One seed through one thread, four threads, and four generators that joined over a real broker: the same arrivals, the
// same rows, the same counts in every second, and quantiles equal within the resolution of HdrHistogram, in front of a
// service whose answers follow a recording.

import { expect, it } from 'vitest'
import { latencyQuantile, totalCount } from '../../../core/latency/latency-counts.ts'
import { joinVarying } from '../../../core/references/varying-text.ts'
import { type LoadResult, type LoadSlot, slaLatencies } from '../../../core/run/load-result.ts'
import type { LoadPlan } from '../../../core/scenario/load-plan.ts'
import { type GeneratorLinks, threadLinks } from '../../../load/generator/generator-links.ts'
import { SEAL_FROM_ROWS } from '../../../load/generator/seal-message.ts'
import type { StartWorker } from '../../../load/generator/start-worker.ts'
import { type LoadHooks, runLoad } from '../../../load/run-load.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'
import { NatsServer } from '../../support/nats-server.ts'
import { plannedData } from '../../support/planned-data.ts'
import { describeReal } from '../../support/real-programs.ts'
import { coordinate, startAgent } from './agents.ts'
import { startRecorded } from './recorded-service.ts'

/** Of HdrHistogram with three digits; and a microsecond, where an instant is rounded otherwise on another clock. */
const RESOLUTION = 1e-3
const MICROSECOND = 1e-6
/** Instants lie far from zero on their clock, and differ in their last bits. */
const SAME_INSTANT_SECONDS = 1e-7

const ROWS = 40
const VARYING = { varies: true as const, path: joinVarying(['/', { source: 'users', name: 'id' }]) }

const PLAN: LoadPlan = loadPlan('http://127.0.0.1:9', {
  arrivals: 'poisson',
  seed: 11,
  connections: 64,
  requests: [
    requestTemplate({ name: 'read', weight: 5, ...VARYING }),
    requestTemplate({ name: 'write', weight: 2, ...VARYING }),
    requestTemplate({ name: 'rare', weight: 0.1, ...VARYING }),
  ],
  data: [
    plannedData({
      text: `id\n${Array.from({ length: ROWS }, (_, row) => `row-${row}\n`).join('')}`,
      usedBy: [true, true, true],
    }),
  ],
  phases: [
    openPhase({
      name: 'ramp',
      durationSeconds: 1.5,
      traffic: { kind: 'open', fromRatePerSecond: 100, toRatePerSecond: 3000 },
    }),
    openPhase({ name: 'busy', durationSeconds: 1.5, rate: 3000 }),
  ],
})

const HOOKS: LoadHooks = { onEpoch: () => {}, beforeMeasured: null, onPhaseStart: () => {}, onProgress: () => {} }

/** The arrivals of a run, as its generators reported them: seconds of the run, and requests. */
class Arrivals {
  readonly #all: (readonly [seconds: number, request: number])[] = []
  mostOfMessage = 0

  /** Starts what it is given, and keeps what that sends. */
  kept(start: StartWorker): StartWorker {
    return (listener) =>
      start({
        ...listener,
        onMessage: (message) => {
          if (message.type === 'timings') {
            const { intendedSeconds, request } = message.timings
            for (const [i, seconds] of intendedSeconds.entries()) this.#all.push([seconds, request[i]!])
            this.mostOfMessage = Math.max(this.mostOfMessage, intendedSeconds.length)
          }
          listener.onMessage(message)
        },
      })
  }

  inOrder(): readonly (readonly [seconds: number, request: number])[] {
    return this.#all.sort(([a], [b]) => a - b)
  }

  /** Those that are not the other's, each at its place. */
  unlike(other: Arrivals): unknown[] {
    const [own, others] = [this.inOrder(), other.inOrder()]
    return Array.from({ length: Math.max(own.length, others.length) }, (_, i) => [own[i], others[i]]).filter(
      ([a, b]) => !a || !b || a[1] !== b[1] || Math.abs(a[0] - b[0]) > SAME_INSTANT_SECONDS,
    )
  }
}

function run(workers: number, generators: GeneratorLinks): Promise<LoadResult> {
  return runLoad({ ...PLAN, workers }, HOOKS, generators).result
}

describeReal('one seed', ['nats-server'], (binaries) => {
  it('comes to the same through one thread, four threads, and four generators over NATS', async () => {
    const [one, four, joined] = [new Arrivals(), new Arrivals(), new Arrivals()]
    const byOne = await run(1, threadLinks(one.kept(startRecorded)))
    const byFour = await run(4, threadLinks(four.kept(startRecorded)))
    const byJoined = await overNats(binaries['nats-server'], joined)

    expect(one.inOrder().length).toBeGreaterThan(6000)
    expect(four.unlike(one)).toEqual([])
    expect(joined.unlike(one)).toEqual([])
    const statuses = new Set(byOne.slots.flatMap(({ statusCodes }) => Object.keys(statusCodes)))
    expect(statuses.size).toBeGreaterThan(80)
    // Both ways of reporting are in it: rows, and counts in place of many rows.
    expect(joined.mostOfMessage).toBeGreaterThan(SEAL_FROM_ROWS)
    for (const other of [byFour, byJoined]) {
      expect(other.problems).toEqual([])
      expect(other.slots.map(countsOf)).toEqual(byOne.slots.map(countsOf))
      expect(other.completionsPerSecond).toEqual(byOne.completionsPerSecond)
      for (const time of ['responseTime', 'serviceTime', 'timeToFirstByte'] as const) expectEqual(other, byOne, time)
    }
  })
})

async function overNats(binary: string, arrivals: Arrivals): Promise<LoadResult> {
  const server = await NatsServer.start(binary)
  const startWorker = arrivals.kept(startRecorded)
  const agents = ['a', 'b', 'c', 'd'].map((name) => startAgent(server, name, { startWorker }))
  const coordinator = await coordinate(server, { generators: 4 })
  try {
    await coordinator.begin('equality', 3)
    return await run(4, coordinator.links(true))
  } finally {
    await coordinator.close()
    await Promise.all(agents.map((agent) => agent.stop()))
    await server.stop()
  }
}

/** All that is counted: everything but the times. */
function countsOf(slot: LoadSlot): unknown {
  const {
    responseTime,
    serviceTime,
    timeToFirstByte,
    firstByteResponseTime,
    errorResponseTime,
    errorServiceTime,
    ...counts
  } = slot
  const times = [responseTime, serviceTime, timeToFirstByte, firstByteResponseTime, errorResponseTime, errorServiceTime]
  return { ...counts, times: times.map(totalCount) }
}

function expectEqual(
  left: LoadResult,
  right: LoadResult,
  time: 'responseTime' | 'serviceTime' | 'timeToFirstByte',
): void {
  const [a, b] = [slaLatencies(left.slots, time), slaLatencies(right.slots, time)]
  for (const quantile of [0.5, 0.9, 0.95, 0.99, 0.999, 1]) {
    const [value, expected] = [latencyQuantile(a, quantile), latencyQuantile(b, quantile)]
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(expected * RESOLUTION + MICROSECOND)
  }
}
