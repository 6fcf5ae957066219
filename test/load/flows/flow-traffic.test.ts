// In virtual time: users, their dispatcher and its queue are the real ones, the service and the clock are not.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failedIterations, unfinishedIterations } from '../../../core/run/flows/iteration-ends.ts'
import type { Flow } from '../../../core/scenario/flows/flow.ts'
import type { LoadPlan, Phase } from '../../../core/scenario/load-plan.ts'
import { Dispatcher } from '../../../load/dispatch/dispatcher.ts'
import { RequestQueue } from '../../../load/dispatch/request-queue.ts'
import { type FlowSegment, flowSegment } from '../../../load/flows/flow-segment.ts'
import { IterationTally } from '../../../load/flows/iteration-tally.ts'
import { planFlows } from '../../../load/flows/plan-flows.ts'
import { UserSession } from '../../../load/flows/user-session.ts'
import { COMPLETED, INTERRUPTED, outcomeCode, TIMEOUT } from '../../../load/recording/outcome.ts'
import type { RequestTiming } from '../../../load/recording/timings.ts'
import type { Arrival } from '../../../load/schedule/arrival.ts'
import type { Shard } from '../../../load/schedule/shard.ts'
import { EMPTY_REQUESTS, FakeConnection, type FakeOutcome } from '../../support/fake-service.ts'
import { flow, step } from '../../support/flows.ts'
import { loadPlan, openPhase } from '../../support/load-plan.ts'
import { VirtualTimers } from '../../support/virtual-timers.ts'

const START = 1000
const ALONE: Shard = { index: 0, count: 1 }
const STATUS = outcomeCode('status')
const CONNECT = outcomeCode('connect')

const users = (count: number, thinkSeconds: number, durationSeconds: number, name = 'crowd'): Phase => ({
  ...openPhase({ name, durationSeconds }),
  traffic: { kind: 'closed', users: count, thinkSeconds },
})

interface Run {
  readonly flows: readonly Flow[]
  readonly phases: readonly Phase[]
  readonly answer?: (request: number) => FakeOutcome
  readonly connections?: number
  /** Seconds after the start. */
  readonly stopAt?: number
}

function segmentOf(plan: LoadPlan, flows: readonly Flow[], shard: Shard, tally: IterationTally): FlowSegment {
  return flowSegment({
    flows,
    phases: planFlows({ plan, flows, shard, rows: { expectTurn: () => {}, outOfRows: () => {} } }),
    startSeconds: START,
    tally,
    openSession: (cookies) => new UserSession({ host: 'shop', isPrivate: true, nowSeconds: () => 0 }, cookies),
    onRefusedCookie: () => {},
    onOutOfRows: () => {},
  })
}

const answerAfter = (afterSeconds: number, outcome = COMPLETED): FakeOutcome => ({
  kind: 'answer',
  afterSeconds,
  outcome,
})

function run({ flows, phases, answer = () => answerAfter(0.1), connections = 200, stopAt }: Run) {
  const timers = new VirtualTimers(START)
  const timings: RequestTiming[] = []
  const queue = new RequestQueue({
    nowSeconds: () => timers.nowSeconds(),
    timeoutSeconds: 5,
    requests: EMPTY_REQUESTS,
    record: (timing) => timings.push(timing),
  })
  const dispatcher = new Dispatcher({ timers, queue, drainSeconds: 11 })
  const pool = Array.from({ length: connections }, () => new FakeConnection(queue, timers, answer))
  for (const { listener } of pool) listener.opened()
  const tally = new IterationTally()
  const segment = segmentOf(loadPlan('http://127.0.0.1:1', { phases, flows }), flows, ALONE, tally)
  void dispatcher.run({ ...segment, timers: 'spinning' })
  if (stopAt !== undefined) {
    timers.advanceTo(START + stopAt)
    dispatcher.stop()
  }
  timers.advanceTo(segment.endSeconds + 20)
  const iterations = tally.take()
  return { timings: timings.sort((a, b) => a.intendedSeconds - b.intendedSeconds), iterations }
}

const due = (timings: readonly RequestTiming[]) =>
  timings.map(({ request, intendedSeconds }) => [request, Math.round((intendedSeconds - START) * 1e3) / 1e3])

const shop = flow({ steps: [step(0), step(1, { times: 2, thinkSeconds: 1 }), step(2)] })

describe('users of a closed phase', () => {
  it('send one request after the other, each due when the one before was answered and thought about', () => {
    const { timings } = run({ flows: [shop], phases: [users(1, 0.5, 6)] })
    // Login at 0 and answered at 0.1; the phase's half second; browse twice with a second each; checkout.
    expect(due(timings).slice(0, 5)).toEqual([
      [0, 0],
      [1, 0.6],
      [1, 1.7],
      [2, 2.8],
      [0, 3.4],
    ])
  })

  it('begin a new iteration where a step fails, which is counted by step and kind', () => {
    const { timings, iterations } = run({
      flows: [shop],
      phases: [users(1, 0.5, 3)],
      answer: (request) => (request === 1 ? answerAfter(0.1, STATUS) : answerAfter(0.1)),
    })
    expect(due(timings)).toEqual([
      [0, 0],
      [1, 0.6],
      [0, 1.7],
      [1, 2.3],
    ])
    expect(iterations).toMatchObject([{ offered: 2, completed: 0, failures: [{ step: 1, kind: 'status', count: 2 }] }])
  })

  it('pause before they try again where nothing could be reached', () => {
    const { timings } = run({
      flows: [flow()],
      phases: [users(1, 0, 3)],
      answer: () => answerAfter(0, CONNECT),
    })
    expect(due(timings)).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
    ])
  })

  it('leave their iteration unfinished where the phase ends first', () => {
    const { timings, iterations } = run({ flows: [shop], phases: [users(1, 0.5, 2)] })
    expect(due(timings)).toEqual([
      [0, 0],
      [1, 0.6],
      [1, 1.7],
    ])
    expect(iterations.map((each) => [each.offered, each.completed, unfinishedIterations(each)])).toEqual([[1, 0, 1]])
  })

  it('an iteration lasts from its first due instant to its last answer', () => {
    const { iterations } = run({ flows: [shop], phases: [users(1, 0.5, 3.3)] })
    expect(iterations[0]?.duration.maxSeconds).toBeCloseTo(2.9, 3)
  })
})

describe('flows that arrive', () => {
  const twoSteps = flow({ steps: [step(0, { thinkSeconds: 1 }), step(1)] })

  it('begin by the schedule, whatever became of those before', () => {
    const answers: readonly FakeOutcome[] = [
      answerAfter(0.1),
      answerAfter(3),
      { kind: 'never' },
      answerAfter(0.1, STATUS),
    ]
    for (const answer of answers) {
      const { timings } = run({
        flows: [twoSteps],
        phases: [openPhase({ rate: 2, durationSeconds: 4 })],
        answer: () => answer,
      })
      const first = due(timings).filter(([request]) => request === 0)
      expect(first.map(([, seconds]) => seconds)).toEqual([0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75])
    }
  })

  it('each later step is due when the one before was answered and thought about: a slow answer is in its own time alone', () => {
    const { timings } = run({
      flows: [twoSteps],
      phases: [openPhase({ rate: 1, durationSeconds: 8 })],
      answer: (request) => answerAfter(request === 0 ? 2 : 0.1),
    })
    const latencies = timings.map(({ request, intendedSeconds, endedSeconds }) => [
      request,
      endedSeconds - intendedSeconds,
    ])
    for (const [request, seconds] of latencies) expect(seconds).toBeCloseTo(request === 0 ? 2 : 0.1, 3)
    expect(due(timings).filter(([request]) => request === 1)).toEqual([
      [1, 3.5],
      [1, 4.5],
      [1, 5.5],
      [1, 6.5],
      [1, 7.5],
    ])
  })

  it('a step that waits for a connection has the wait in its time', () => {
    const { timings } = run({
      flows: [flow({ steps: [step(0), step(1)] })],
      phases: [openPhase({ rate: 1, durationSeconds: 1 })],
      connections: 1,
      answer: () => answerAfter(0.4),
    })
    expect(due(timings)).toEqual([
      [0, 0.5],
      [1, 0.9],
    ])
    const waited = run({
      flows: [flow({ steps: [step(0), step(1)] })],
      phases: [openPhase({ rate: 2, durationSeconds: 2 })],
      connections: 1,
      answer: () => answerAfter(0.5),
    })
    const worst = Math.max(...waited.timings.map(({ intendedSeconds, endedSeconds }) => endedSeconds - intendedSeconds))
    expect(worst).toBeGreaterThan(0.99)
  })

  it('what an ended iteration would have sent was never due, and is no arrival', () => {
    const { timings, iterations } = run({
      flows: [shop],
      phases: [openPhase({ rate: 2, durationSeconds: 4 })],
      answer: () => answerAfter(0.1, STATUS),
    })
    expect(timings).toHaveLength(8)
    expect(iterations).toMatchObject([{ offered: 8, completed: 0, failures: [{ step: 0, kind: 'status', count: 8 }] }])
  })

  it('a step belongs to the phase in whose time it is due, its iteration to the one in which it began', () => {
    const { timings, iterations } = run({
      flows: [twoSteps],
      phases: [
        openPhase({ name: 'a', rate: 1, durationSeconds: 1 }),
        openPhase({ name: 'b', rate: 1, durationSeconds: 1 }),
      ],
    })
    expect(timings.map(({ phase, request }) => [phase, request])).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
    ])
    expect(iterations.map(({ phase, offered, completed }) => [phase, offered, completed])).toEqual([
      [0, 1, 1],
      [1, 1, 0],
    ])
  })

  it('go on in a closed phase that follows, beside its users', () => {
    const { iterations } = run({
      flows: [twoSteps],
      phases: [openPhase({ name: 'a', rate: 1, durationSeconds: 1 }), users(1, 0, 5, 'b')],
    })
    expect(iterations[0]).toMatchObject({ phase: 0, offered: 1, completed: 1 })
    expect(iterations.find(({ phase }) => phase === 1)?.completed).toBeGreaterThan(2)
  })

  it('a timeout is a failure, the end of the drain is none', () => {
    const never: FakeOutcome = { kind: 'never' }
    const timedOut = run({
      flows: [twoSteps],
      phases: [openPhase({ rate: 1, durationSeconds: 1 })],
      answer: () => never,
    })
    expect(timedOut.timings.map(({ outcome }) => outcome)).toEqual([TIMEOUT])
    expect(timedOut.iterations).toMatchObject([{ failures: [{ step: 0, kind: 'timeout', count: 1 }] }])
  })

  it('what was under way when the run was stopped is unfinished', () => {
    const { timings, iterations } = run({
      flows: [twoSteps],
      phases: [openPhase({ rate: 2, durationSeconds: 10 })],
      answer: () => answerAfter(0.6),
      stopAt: 1,
    })
    expect(timings.map(({ outcome }) => outcome)).toContain(INTERRUPTED)
    expect(iterations.map((each) => [each.offered, failedIterations(each), unfinishedIterations(each)])).toEqual([
      [2, 0, 2],
    ])
  })
})

/** Without a dispatcher, whose turns take time: each request is answered a fixed time after it was due. */
function answeredAtOnce(flows: readonly Flow[], phases: readonly Phase[], shard: Shard, ends: readonly number[]) {
  const plan = loadPlan('http://127.0.0.1:1', { phases, flows, arrivals: 'poisson' })
  const tally = new IterationTally()
  const { traffic } = segmentOf(plan, flows, shard, tally)
  const pending: { readonly arrival: Arrival; readonly atSeconds: number }[] = []
  const arrivals: Arrival[] = []
  const outcomes: number[] = []
  const offer = (arrival: Arrival) => {
    arrivals.push(arrival)
    pending.push({ arrival, atSeconds: arrival.intendedSeconds + ANSWER_SECONDS })
  }
  for (;;) {
    const dueSeconds = traffic.nextDueSeconds()
    const [first] = pending.sort((a, b) => a.atSeconds - b.atSeconds)
    if (first === undefined && dueSeconds === Number.POSITIVE_INFINITY) break
    if (first === undefined || dueSeconds <= first.atSeconds) {
      traffic.releaseDue(dueSeconds, { offer })
      continue
    }
    pending.shift()
    // By the request, so that it does not depend on who else is there.
    const outcome = ends[first.arrival.request % ends.length] as number
    outcomes.push(outcome)
    traffic.ended(first.arrival, outcome, first.atSeconds)
  }
  return { arrivals, outcomes, iterations: tally.take() }
}

const ANSWER_SECONDS = 0.0537

describe('flows of all kinds', () => {
  const flowOf = fc.record({
    weight: fc.integer({ min: 1, max: 5 }),
    steps: fc.array(
      fc.record({
        request: fc.integer({ min: 0, max: 4 }),
        times: fc.integer({ min: 1, max: 3 }),
        chance: fc.constantFrom(0.3, 1),
        thinkSeconds: fc.constantFrom(null, 0, 0.2),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  const flows = fc
    .array(flowOf, { minLength: 1, maxLength: 3 })
    .map((all) => all.map(({ weight, steps }) => flow({ weight, steps: [step(0), ...steps] })))
  const phase = fc.oneof(
    fc.integer({ min: 1, max: 20 }).map((rate) => openPhase({ rate, durationSeconds: 2 })),
    fc.integer({ min: 1, max: 5 }).map((count) => users(count, 0.3, 2)),
  )
  const phases = fc.array(phase, { minLength: 1, maxLength: 3 })
  const outcomes = fc.array(fc.constantFrom(COMPLETED, COMPLETED, COMPLETED, STATUS), { minLength: 1, maxLength: 7 })

  it('every iteration is accounted for, and each failed one by the request that failed', () => {
    fc.assert(
      fc.property(flows, phases, outcomes, (all, parts, ends) => {
        const { iterations, ...requests } = answeredAtOnce(all, parts, ALONE, ends)
        for (const each of iterations) {
          expect(each.offered).toBeGreaterThan(0)
          expect(unfinishedIterations(each)).toBeGreaterThanOrEqual(0)
        }
        const failedRequests = requests.outcomes.filter((outcome) => outcome !== COMPLETED).length
        expect(iterations.reduce((sum, each) => sum + failedIterations(each), 0)).toBe(failedRequests)
      }),
      { numRuns: 100 },
    )
  })

  it('nothing is offered before it is due, or after the end of its phase', () => {
    fc.assert(
      fc.property(flows, phases, outcomes, (all, parts, ends) => {
        for (const { intendedSeconds, phase: of } of answeredAtOnce(all, parts, ALONE, ends).arrivals) {
          const startSeconds = START + 2 * of
          expect(intendedSeconds).toBeGreaterThanOrEqual(startSeconds)
          expect(intendedSeconds).toBeLessThan(startSeconds + 2)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('the users of several generators are together those of one', () => {
    fc.assert(
      fc.property(flows, phases, outcomes, fc.integer({ min: 2, max: 4 }), (all, parts, ends, count) => {
        const sent = (shard: Shard) =>
          answeredAtOnce(all, parts, shard, ends).arrivals.map(
            ({ phase: of, request, intendedSeconds }) => `${of} ${request} ${intendedSeconds}`,
          )
        const parted = Array.from({ length: count }, (_, index) => sent({ index, count }))
        expect(parted.flat().sort()).toEqual(sent(ALONE).sort())
      }),
      { numRuns: 100 },
    )
  })
})
