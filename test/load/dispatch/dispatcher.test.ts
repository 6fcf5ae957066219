import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Phase } from '../../../core/scenario/load-plan.ts'
import type { TimerMode } from '../../../core/scenario/timer-mode.ts'
import { Dispatcher, type SegmentTraffic } from '../../../load/dispatch/dispatcher.ts'
import { RequestQueue } from '../../../load/dispatch/request-queue.ts'
import { COMPLETED, CONNECT, INTERRUPTED, outcomeCode, TIMEOUT, UNFINISHED } from '../../../load/recording/outcome.ts'
import type { RequestTiming } from '../../../load/recording/timings.ts'
import { planPhases } from '../../../load/schedule/phase.ts'
import { EMPTY_REQUESTS, FakeConnection, type FakeOutcome } from '../../support/fake-service.ts'
import { loadPlan, openPhase } from '../../support/load-plan.ts'
import { VirtualTimers } from '../../support/virtual-timers.ts'

const START = 1000
const TIMEOUT_SECONDS = 10

interface Setup {
  readonly phases: readonly Phase[]
  readonly connections?: number
  readonly outcomeOf?: (request: number) => FakeOutcome
  readonly mode?: TimerMode
  readonly drainSeconds?: number
}

function setUp({ phases, connections = 1, outcomeOf, mode = 'spinning', drainSeconds = 21 }: Setup) {
  const timers = new VirtualTimers(START - 1)
  const timings: RequestTiming[] = []
  const queue = new RequestQueue({
    nowSeconds: () => timers.nowSeconds(),
    timeoutSeconds: TIMEOUT_SECONDS,
    requests: EMPTY_REQUESTS,
    record: (timing) => timings.push(timing),
  })
  const dispatcher = new Dispatcher({ timers, queue, drainSeconds })
  const answer: FakeOutcome = { kind: 'answer', afterSeconds: 0.001 }
  const pool = Array.from({ length: connections }, () => new FakeConnection(queue, timers, outcomeOf ?? (() => answer)))
  const run = () => {
    void dispatcher.run(stageOf(phases, START, mode))
  }
  return { timers, timings, queue, dispatcher, pool, run }
}

function stageOf(phases: readonly Phase[], startSeconds = START, mode: TimerMode = 'spinning'): SegmentTraffic {
  let endSeconds = startSeconds
  const traffic = planPhases(loadPlan('http://127.0.0.1:1', { phases }), { index: 0, count: 1 }).map((planned) => {
    const source = planned.sourceFrom(endSeconds)
    endSeconds += planned.durationSeconds
    return { phase: planned.phase, source, endSeconds }
  })
  return { phases: traffic, endSeconds, timers: mode }
}

const closed = (users: number, thinkSeconds: number, durationSeconds: number): Phase =>
  openPhase({ name: 'crowd', durationSeconds, traffic: { kind: 'closed', users, thinkSeconds } })

const openAll = (pool: readonly FakeConnection[]) => {
  for (const { listener } of pool) listener.opened()
}

describe('an open phase', () => {
  it.each([
    ['spinning', 20, 1.1e-5],
    ['spinning', 1000, 1.1e-5],
    ['spinning', 20_000, 1.1e-5],
    ['sparing', 20, 1.1e-5],
    ['sparing', 2000, 0.00021],
    ['sparing', 20_000, 0.00021],
  ] as const)(
    '%s at %i/s: each request is sent within its precision of when it is due, never before',
    (mode, rate, within) => {
      const { timers, timings, pool, run } = setUp({
        phases: [openPhase({ rate, durationSeconds: 2 })],
        connections: 100,
        mode,
      })
      openAll(pool)
      run()
      timers.advanceTo(START + 3)
      expect(timings).toHaveLength(2 * rate)
      for (const { intendedSeconds, sentSeconds } of timings) {
        expect(sentSeconds).toBeGreaterThanOrEqual(intendedSeconds)
        expect(sentSeconds - intendedSeconds).toBeLessThanOrEqual(within)
      }
    },
  )

  // Beside its waits, a request costs two wake-ups of the fake service.
  it.each([
    ['sparing: a millisecond before each of 20 a second', 'sparing', 20, 20 * 104],
    ['sparing: one wake-up for each of 2,000 a second', 'sparing', 2000, 3 * 2000],
    ['sparing: at most 5,000 wake-ups a second at 20,000 a second', 'sparing', 20_000, 20_000 + 5100],
    ['spinning: a millisecond before each of 20 a second', 'spinning', 20, 20 * 104],
  ] as const)('%s', (_, mode, rate, wakes) => {
    const { timers, pool, run } = setUp({ phases: [openPhase({ rate, durationSeconds: 1 })], connections: 10, mode })
    openAll(pool)
    run()
    timers.advanceTo(START + 2)
    expect(timers.wakes).toBeLessThanOrEqual(wakes)
  })

  it('turns the event loop while it waits for the last stretch, so that answers are read meanwhile', () => {
    const { timers, timings, dispatcher, pool, run } = setUp({
      phases: [openPhase({ rate: 10, durationSeconds: 1 })],
      connections: 10,
      outcomeOf: () => ({ kind: 'answer', afterSeconds: 0.0999 }),
    })
    openAll(pool)
    run()
    timers.advanceTo(START + 1.5)
    expect(timings).toHaveLength(10)
    for (const { sentSeconds, endedSeconds } of timings) expect(endedSeconds - sentSeconds).toBeCloseTo(0.0999, 5)
    expect(dispatcher.busyWaitSeconds).toBeCloseTo(10 * 0.001, 3)
  })

  it('does not spin without an idle connection', () => {
    const { timers, pool, run } = setUp({
      phases: [openPhase({ rate: 1000, durationSeconds: 1 })],
      outcomeOf: () => ({ kind: 'never' }),
    })
    openAll(pool)
    run()
    timers.advanceTo(START + 1)
    expect(timers.wakes).toBeLessThan(3000)
  })

  it('a segment lasts its full time although everything ended before', async () => {
    const { timers, pool, dispatcher } = setUp({ phases: [] })
    openAll(pool)
    let isOver = false
    const over = dispatcher.run(stageOf([openPhase({ rate: 1, durationSeconds: 1 })])).then(() => {
      isOver = true
    })
    timers.advanceTo(START + 0.999)
    await Promise.resolve()
    expect(isOver).toBe(false)
    timers.advanceTo(START + 1.01)
    await over
    expect(isOver).toBe(true)
  })

  it('a segment ends with its last answer', async () => {
    const { timers, timings, pool, dispatcher } = setUp({
      phases: [],
      outcomeOf: () => ({ kind: 'answer', afterSeconds: 4 }),
      connections: 3,
    })
    openAll(pool)
    const over = dispatcher.run(stageOf([openPhase({ rate: 3, durationSeconds: 1 })]))
    timers.advanceTo(START + 4.84)
    await over
    expect(timings.map(({ outcome }) => outcome)).toEqual([COMPLETED, COMPLETED, COMPLETED])
  })

  it('sends each request on schedule while earlier ones are still open', () => {
    const { timers, timings, pool, run } = setUp({
      phases: [openPhase({ rate: 10, durationSeconds: 4 })],
      connections: 40,
      outcomeOf: () => ({ kind: 'answer', afterSeconds: 0.5 }),
    })
    openAll(pool)
    run()
    timers.advanceTo(START + 10)
    for (const { intendedSeconds, endedSeconds } of timings) expect(endedSeconds - intendedSeconds).toBeCloseTo(0.5, 4)
  })

  it('offers what is due before a free connection idles', () => {
    const { timers, timings, pool, run } = setUp({
      phases: [openPhase({ rate: 1000, durationSeconds: 1 })],
      mode: 'sparing',
      outcomeOf: () => ({ kind: 'answer', afterSeconds: 0.0001 }),
    })
    openAll(pool)
    run()
    timers.advanceTo(START + 3)
    expect(timings).toHaveLength(1000)
  })
})

describe('phases in a row', () => {
  it('offers each arrival in one phase, in order', () => {
    const phases = [openPhase({ rate: 10 }), closed(3, 0.1, 1), openPhase({ rate: 20, durationSeconds: 1 })]
    const { timers, timings, pool, run } = setUp({ phases, connections: 5 })
    openAll(pool)
    run()
    timers.advanceTo(START + 10)
    const byPhase = [0, 1, 2].map((phase) => timings.filter((timing) => timing.phase === phase))
    expect(byPhase[0]).toHaveLength(5)
    expect(byPhase[2]).toHaveLength(20)
    const bounds = [START, START + 0.5, START + 1.5, START + 2.5]
    byPhase.forEach((ofPhase, phase) => {
      for (const { intendedSeconds } of ofPhase) {
        expect(intendedSeconds).toBeGreaterThanOrEqual(bounds[phase] as number)
        expect(intendedSeconds).toBeLessThan(bounds[phase + 1] as number)
      }
    })
  })

  it('serves waiting arrivals of one phase before those of the next', () => {
    const phases = [openPhase({ rate: 10, durationSeconds: 1 }), openPhase({ rate: 1, durationSeconds: 2 })]
    const { timers, timings, pool, run } = setUp({ phases, outcomeOf: () => ({ kind: 'answer', afterSeconds: 0.2 }) })
    openAll(pool)
    run()
    timers.advanceTo(START + 10)
    expect(timings.map(({ phase }) => phase)).toEqual([...Array(10).fill(0), 1, 1])
  })

  it('runs a second segment over the same connections', async () => {
    const { timers, timings, pool, dispatcher } = setUp({ phases: [] })
    openAll(pool)
    const first = dispatcher.run(stageOf([openPhase({ rate: 4, durationSeconds: 1 })]))
    timers.advanceTo(START + 2)
    await first
    const second = dispatcher.run(stageOf([openPhase({ rate: 6, durationSeconds: 1 })], START + 5))
    timers.advanceTo(START + 7)
    await second
    expect(timings).toHaveLength(10)
    expect(timings[4]?.intendedSeconds).toBeCloseTo(START + 5 + 1 / 12, 9)
  })
})

describe('a closed phase', () => {
  it('offers what closed-loop users can send: Little’s law', () => {
    const { timers, timings, pool, run } = setUp({
      phases: [closed(10, 0.9, 100)],
      connections: 10,
      outcomeOf: () => ({ kind: 'answer', afterSeconds: 0.1 }),
    })
    openAll(pool)
    run()
    timers.advanceTo(START + 200)
    expect(Math.abs(timings.length - 1000)).toBeLessThanOrEqual(10)
    for (const { intendedSeconds, sentSeconds } of timings) expect(sentSeconds - intendedSeconds).toBeLessThan(1e-4)
  })

  it('counts the time that users wait for a connection', () => {
    const { timers, timings, pool, run } = setUp({
      phases: [closed(2, 1, 4)],
      connections: 1,
      outcomeOf: () => ({ kind: 'answer', afterSeconds: 1 }),
    })
    openAll(pool)
    run()
    timers.advanceTo(START + 20)
    const waits = timings.map(({ intendedSeconds, sentSeconds }) => sentSeconds - intendedSeconds)
    expect(waits.slice(0, 4).map((wait) => Math.round(wait * 100) / 100)).toEqual([0, 0.5, 0, 0])
  })

  it('users without think time send as fast as answers come', () => {
    const { timers, timings, pool, run } = setUp({
      phases: [closed(1, 0, 1)],
      outcomeOf: () => ({ kind: 'answer', afterSeconds: 0.01 }),
    })
    openAll(pool)
    run()
    timers.advanceTo(START + 2)
    expect(timings).toHaveLength(100)
    // One for each answer of the fake service, and one until the first user begins: no deadline wakes a thread.
    expect(timers.sleeps).toBe(100 + 1)
  })

  it('fails once a second for each user where the service is unreachable', () => {
    const { timers, timings, pool, run } = setUp({ phases: [closed(2, 0, 10)] })
    pool[0]?.listener.openFailed()
    run()
    timers.advanceTo(START + 20)
    expect(timings.map(({ outcome }) => outcome)).toEqual(Array(20).fill(CONNECT))
  })
})

describe('deadlines', () => {
  it('times out a request that is never answered, and then ends the segment', async () => {
    const { timers, timings, pool, dispatcher } = setUp({ phases: [], outcomeOf: () => ({ kind: 'never' }) })
    openAll(pool)
    const over = dispatcher.run(stageOf([openPhase({ rate: 2, durationSeconds: 1 })]))
    timers.advanceTo(START + 21)
    await over
    expect(timings.map(({ outcome }) => outcome)).toEqual([TIMEOUT, TIMEOUT])
    const [first, second] = timings as [RequestTiming, RequestTiming]
    expect(first.endedSeconds - first.sentSeconds).toBeCloseTo(TIMEOUT_SECONDS, 2)
    expect(second.endedSeconds - second.intendedSeconds).toBeLessThanOrEqual(2 * TIMEOUT_SECONDS)
  })

  it('ends what is still open after the drain as unfinished', async () => {
    const { timers, timings, pool, dispatcher } = setUp({
      phases: [],
      outcomeOf: () => ({ kind: 'never' }),
      drainSeconds: 3,
    })
    openAll(pool)
    const over = dispatcher.run(stageOf([openPhase({ rate: 2, durationSeconds: 1 })]))
    timers.advanceTo(START + 4.1)
    await over
    expect(timings.map(({ outcome }) => outcome)).toEqual([UNFINISHED, UNFINISHED])
  })
})

describe('stopping', () => {
  it.each([
    ['in the middle: only what was due by then was offered', START + 0.52, 5],
    ['before the start: nothing was', START - 0.5, 0],
    ['while draining: everything was', START + 1.5, 10],
  ])('%s', async (_, stopSeconds, offered) => {
    const { timers, timings, queue, pool, dispatcher } = setUp({
      phases: [],
      outcomeOf: () => ({ kind: 'never' }),
      connections: 2,
    })
    openAll(pool)
    const over = dispatcher.run(stageOf([openPhase({ rate: 10, durationSeconds: 1 })]))
    timers.advanceTo(stopSeconds)
    dispatcher.stop()
    await over
    expect(queue.offered).toBe(offered)
    expect(timings.map(({ outcome }) => outcome)).toEqual(Array(offered).fill(INTERRUPTED))
    for (const { intendedSeconds } of timings) expect(intendedSeconds).toBeLessThanOrEqual(stopSeconds)
    timers.advanceTo(START + 30)
    expect(timings).toHaveLength(offered)
  })
})

describe('accounting', () => {
  it('offers what the schedule says and ends each arrival once, whatever the service and the number of connections', async () => {
    const outcomeOf: fc.Arbitrary<FakeOutcome> = fc.oneof(
      {
        arbitrary: fc.record({
          kind: fc.constant('answer' as const),
          afterSeconds: fc.double({ min: 0, max: 3, noNaN: true }),
        }),
        weight: 5,
      },
      { arbitrary: fc.constant<FakeOutcome>({ kind: 'never' }), weight: 1 },
      {
        arbitrary: fc.constant<FakeOutcome>({
          kind: 'lose',
          afterSeconds: 0.1,
          reason: outcomeCode('reset'),
          backAfter: 0.5,
        }),
        weight: 1,
      },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(outcomeOf, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom('spinning' as const, 'sparing' as const),
        async (fates, connections, mode) => {
          let nth = 0
          const { timers, timings, queue, pool, dispatcher } = setUp({
            phases: [],
            connections,
            outcomeOf: () => fates[nth++ % fates.length] as FakeOutcome,
          })
          openAll(pool)
          const over = dispatcher.run(
            stageOf([openPhase({ rate: 15, durationSeconds: 2 }), closed(3, 0.5, 2)], START, mode),
          )
          timers.advanceTo(START + 60)
          await over
          expect(timings.filter(({ phase }) => phase === 0)).toHaveLength(30)
          expect(timings).toHaveLength(queue.offered)
          expect([queue.inFlight, queue.backlog]).toEqual([0, 0])
        },
      ),
      { numRuns: 30 },
    )
  })
})
