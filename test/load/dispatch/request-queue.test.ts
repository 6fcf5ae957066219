import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RequestQueue } from '../../../load/dispatch/request-queue.ts'
import { COMPLETED, CONNECT, INTERRUPTED, OUTCOMES, outcomeCode, TIMEOUT } from '../../../load/recording/outcome.ts'
import { type RequestTiming, SEND_STATES } from '../../../load/recording/timings.ts'
import { Unsendable } from '../../../load/requests/value-source.ts'
import type { Arrival } from '../../../load/schedule/arrival.ts'
import { EMPTY_REQUESTS, FakeConnection, type FakeOutcome } from '../../support/fake-service.ts'
import { VirtualTimers } from '../../support/virtual-timers.ts'

const TIMEOUT_SECONDS = 10

function setUp(
  outcomeOf: (request: number) => FakeOutcome = () => ({ kind: 'answer', afterSeconds: 1 }),
  connections = 1,
) {
  const timers = new VirtualTimers()
  const timings: RequestTiming[] = []
  const queue = new RequestQueue({
    nowSeconds: () => timers.nowSeconds(),
    timeoutSeconds: TIMEOUT_SECONDS,
    requests: EMPTY_REQUESTS,
    record: (timing) => timings.push(timing),
  })
  const pool = Array.from({ length: connections }, () => new FakeConnection(queue, timers, outcomeOf))
  const offer = (intendedSeconds: number, request = 0) => queue.offer({ intendedSeconds, phase: 0, request, user: -1 })
  return { timers, timings, queue, pool, offer, first: pool[0] as FakeConnection }
}

describe('an arrival and a connection', () => {
  it('keeps the intended start, and stamps when a request was sent and ended', () => {
    const { timers, timings, offer, first } = setUp()
    first.listener.opened()
    timers.advanceTo(5)
    offer(4.9)
    timers.advanceTo(10)
    expect(timings).toEqual([
      {
        intendedSeconds: 4.9,
        sentSeconds: 5,
        firstByteSeconds: 6,
        endedSeconds: 6,
        sendLagSeconds: 5 - 4.9,
        sendState: SEND_STATES.indexOf('spare'),
        phase: 0,
        request: 0,
        outcome: COMPLETED,
        status: 200,
      },
    ])
  })

  it('prepares the request before it stamps sent, so that what preparing takes is lag of the generator', () => {
    const timers = new VirtualTimers()
    const timings: RequestTiming[] = []
    const queue = new RequestQueue({
      nowSeconds: () => timers.nowSeconds(),
      timeoutSeconds: TIMEOUT_SECONDS,
      requests: {
        prepare: (arrival) => {
          timers.advanceTo(timers.nowSeconds() + 0.5)
          return EMPTY_REQUESTS.prepare(arrival)
        },
      },
      record: (timing) => timings.push(timing),
    })
    new FakeConnection(queue, timers, () => ({ kind: 'answer', afterSeconds: 1 })).listener.opened()
    queue.offer({ intendedSeconds: 0, phase: 0, request: 0, user: -1 })
    timers.advanceTo(10)
    expect(
      timings.map(({ sentSeconds, endedSeconds, sendLagSeconds }) => [sentSeconds, endedSeconds, sendLagSeconds]),
    ).toEqual([[0.5, 1.5, 0.5]])
  })

  it('ends at once where its request cannot be made, and leaves the connection to the next', () => {
    const timers = new VirtualTimers()
    const timings: RequestTiming[] = []
    const reasons: string[] = []
    const queue = new RequestQueue({
      nowSeconds: () => timers.nowSeconds(),
      timeoutSeconds: TIMEOUT_SECONDS,
      requests: {
        prepare: (arrival) => {
          if (arrival.request % 2 === 1) throw new Unsendable(`request ${arrival.request}`)
          return EMPTY_REQUESTS.prepare(arrival)
        },
      },
      onUnsendable: (_, reason) => reasons.push(reason),
      record: (timing) => timings.push(timing),
    })
    const ended: number[] = []
    queue.listen({ ended: (_, outcome) => ended.push(outcome), idle: () => {} })
    const connection = new FakeConnection(queue, timers, () => ({ kind: 'answer', afterSeconds: 1 }))
    connection.listener.opened()
    for (const request of [1, 0, 3, 5, 2]) queue.offer({ intendedSeconds: 0, phase: 0, request, user: -1 })
    timers.advanceTo(10)
    expect(connection.sent).toEqual([0, 2])
    expect(timings.map(({ request, outcome }) => [request, OUTCOMES[outcome]])).toEqual([
      [1, 'unsendable'],
      [0, 'completed'],
      [3, 'unsendable'],
      [5, 'unsendable'],
      [2, 'completed'],
    ])
    expect(timings[0]).toMatchObject({ sentSeconds: Number.NaN, status: 0 })
    expect(ended.map((outcome) => OUTCOMES[outcome])).toEqual([
      'unsendable',
      'completed',
      'unsendable',
      'unsendable',
      'completed',
    ])
    expect(reasons).toEqual(['request 1', 'request 3', 'request 5'])
    expect([queue.inFlight, queue.backlog, queue.hasIdleConnection]).toEqual([0, 0, true])
  })

  it('serves waiting arrivals first come first served, and does not count their wait as send lag', () => {
    const { timers, timings, queue, offer, first } = setUp()
    first.listener.opened()
    for (const request of [7, 8, 9]) offer(0, request)
    expect([queue.inFlight, queue.backlog]).toEqual([1, 2])
    timers.advanceTo(10)
    expect(first.sent).toEqual([7, 8, 9])
    expect(timings.map(({ endedSeconds }) => endedSeconds)).toEqual([1, 2, 3])
    expect(timings.map(({ sendLagSeconds }) => sendLagSeconds)).toEqual([0, 0, 0])
  })

  it('uses the connection that has been idle longest', () => {
    const { timers, offer, pool } = setUp(undefined, 3)
    for (const { listener } of pool) listener.opened()
    for (let i = 0; i < 7; i++) {
      offer(timers.nowSeconds(), i)
      timers.advanceTo(timers.nowSeconds() + 2)
    }
    expect(pool.map(({ sent }) => sent)).toEqual([
      [0, 3, 6],
      [1, 4],
      [2, 5],
    ])
  })

  it('does not use a connection that was lost while idle until it is open again', () => {
    const { timers, offer, pool } = setUp(undefined, 2)
    const [first, second] = pool as [FakeConnection, FakeConnection]
    for (const { listener } of pool) listener.opened()
    first.listener.lost(outcomeCode('closed'))
    first.listener.opened()
    for (const request of [0, 1, 2]) offer(0, request)
    expect([second.sent, first.sent]).toEqual([[0], [1]])
    timers.advanceTo(1)
    expect([second.sent, first.sent]).toEqual([[0, 2], [1]])
  })

  it.each([
    ['reset in flight', 'reset'],
    ['closed before the answer was whole', 'closed'],
    ['what came was not HTTP', 'protocol'],
  ] as const)('%s: is an error of that kind, without a status', (_, reason) => {
    const { timers, timings, offer, first } = setUp(() => ({
      kind: 'lose',
      afterSeconds: 0.5,
      reason: outcomeCode(reason),
      backAfter: 1,
    }))
    first.listener.opened()
    offer(0)
    timers.advanceTo(1)
    expect(timings).toMatchObject([{ outcome: outcomeCode(reason), status: 0, endedSeconds: 0.5 }])
  })

  it('ignores an answer on a connection without a request', () => {
    const { timings, first } = setUp()
    first.listener.opened()
    first.listener.responded(COMPLETED, 200, 0, 0)
    expect(timings).toEqual([])
  })
})

describe('deadlines', () => {
  it('times out a request in flight counting from when it was sent', () => {
    const { timers, timings, queue, offer, first } = setUp(() => ({ kind: 'never' }))
    first.listener.opened()
    timers.advanceTo(3)
    offer(1)
    expect(queue.nextDeadlineSeconds()).toBe(13)
    queue.expire(12.999)
    expect(timings).toEqual([])
    timers.advanceTo(13)
    queue.expire(13)
    expect(timings).toMatchObject([{ outcome: TIMEOUT, sentSeconds: 3, endedSeconds: 13 }])
    expect(first.aborts).toBe(1)
  })

  it('keeps the first byte of what was being read when the time was over, of that request alone', () => {
    const { timers, timings, queue, offer, first } = setUp((request) =>
      request === 0 ? { kind: 'never', firstByteAfterSeconds: 2 } : { kind: 'never' },
    )
    first.listener.opened()
    timers.advanceTo(3)
    offer(1)
    timers.advanceTo(13)
    queue.expire(13)
    timers.advanceTo(14)
    offer(14, 1)
    timers.advanceTo(24)
    queue.expire(24)
    expect(timings).toMatchObject([
      { outcome: TIMEOUT, sentSeconds: 3, firstByteSeconds: 5, endedSeconds: 13 },
      { outcome: TIMEOUT, sentSeconds: 14, firstByteSeconds: Number.NaN, endedSeconds: 24 },
    ])
  })

  it('times out a waiting arrival counting from its intended start', () => {
    const { timers, timings, queue, offer } = setUp()
    offer(1)
    offer(2)
    expect(queue.nextDeadlineSeconds()).toBe(11)
    timers.advanceTo(11)
    queue.expire(11)
    expect(timings).toMatchObject([{ intendedSeconds: 1, outcome: TIMEOUT, sentSeconds: Number.NaN }])
    expect(queue.backlog).toBe(1)
  })

  it('uses a connection again after a timeout, once it is open', () => {
    const { timers, timings, queue, offer, first } = setUp((request) =>
      request === 0 ? { kind: 'never' } : { kind: 'answer', afterSeconds: 1 },
    )
    first.listener.opened()
    offer(0, 0)
    timers.advanceTo(5)
    offer(5, 1)
    timers.advanceTo(10)
    queue.expire(10)
    timers.advanceTo(20)
    expect(timings.map(({ request, outcome, endedSeconds }) => [request, outcome, endedSeconds])).toEqual([
      [0, TIMEOUT, 10],
      [1, COMPLETED, 11],
    ])
  })

  it('has no deadline where nothing is in flight or waits', () => {
    expect(setUp().queue.nextDeadlineSeconds()).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('a service that cannot be reached', () => {
  it('fails waiting and new arrivals at once until a connection opens', () => {
    const { timings, queue, offer, first } = setUp()
    offer(0, 0)
    first.listener.openFailed()
    offer(0, 1)
    expect(timings.map(({ request, outcome }) => [request, outcome])).toEqual([
      [0, CONNECT],
      [1, CONNECT],
    ])
    first.listener.opened()
    offer(0, 2)
    expect([queue.inFlight, timings.length]).toEqual([1, 2])
  })

  it('lets arrivals wait where another connection is open', () => {
    const { timings, queue, offer, pool } = setUp(() => ({ kind: 'never' }), 2)
    const [first, second] = pool as [FakeConnection, FakeConnection]
    first.listener.opened()
    offer(0)
    second.listener.openFailed()
    offer(0)
    expect([queue.inFlight, queue.backlog, timings.length]).toEqual([1, 1, 0])
  })

  it('lets arrivals wait for a connection that was lost and not yet tried again', () => {
    const { queue, offer, first } = setUp()
    first.listener.opened()
    first.listener.lost(outcomeCode('closed'))
    offer(0)
    expect([queue.openConnections, queue.backlog]).toEqual([0, 1])
  })
})

describe('stopping', () => {
  it('ends waiting, in-flight and later arrivals as interrupted when it is stopped', () => {
    const { timings, queue, offer, first } = setUp(() => ({ kind: 'never' }))
    first.listener.opened()
    offer(0, 0)
    offer(0, 1)
    queue.stop()
    offer(0, 2)
    expect(timings.map(({ request, outcome }) => [request, outcome])).toEqual([
      [1, INTERRUPTED],
      [0, INTERRUPTED],
      [2, INTERRUPTED],
    ])
    expect([queue.inFlight, queue.backlog, first.aborts]).toEqual([0, 0, 1])
  })
})

describe('peaks', () => {
  it('reports peaks since they were last taken', () => {
    const { timers, queue, offer, pool } = setUp(undefined, 2)
    for (const { listener } of pool) listener.opened()
    for (let i = 0; i < 5; i++) offer(0)
    expect(queue.takePeaks()).toEqual({ inFlightMax: 2, backlogMax: 3 })
    timers.advanceTo(10)
    queue.takePeaks()
    expect(queue.takePeaks()).toEqual({ inFlightMax: 0, backlogMax: 0 })
  })
})

describe('accounting', () => {
  const seconds = fc.double({ min: 0, max: 15, noNaN: true })
  const outcomeOf: fc.Arbitrary<FakeOutcome> = fc.oneof(
    fc.record({
      kind: fc.constant('answer' as const),
      afterSeconds: seconds,
      outcome: fc.constantFrom(COMPLETED, outcomeCode('status'), outcomeCode('expectation')),
    }),
    fc.record({
      kind: fc.constant('lose' as const),
      afterSeconds: seconds,
      reason: fc.constantFrom(outcomeCode('reset'), outcomeCode('closed')),
      backAfter: seconds,
    }),
    fc.constant({ kind: 'never' as const }),
  )

  it('ends every arrival exactly once, within its deadline, whatever the service does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.double({ min: 0, max: 3, noNaN: true }), outcomeOf }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: undefined }),
        (arrivals, connections, stopSeconds) => {
          const { timers, timings, queue, pool } = setUp(
            (request) => arrivals[request]?.outcomeOf as FakeOutcome,
            connections,
          )
          for (const { listener } of pool) listener.opened()
          let due = 0
          const offered: Arrival[] = []
          arrivals.forEach(({ gap }, request) => {
            due += gap
            const arrival = { intendedSeconds: due, phase: 0, request, user: -1 }
            timers.sleep(due, () => {
              offered.push(arrival)
              queue.offer(arrival)
            })
          })
          if (stopSeconds !== undefined) timers.sleep(stopSeconds, () => queue.stop())
          for (let now = 0; now < due + 3 * TIMEOUT_SECONDS; now += 0.5) {
            timers.advanceTo(now)
            queue.expire(now)
          }
          expect(timings.map(({ request }) => request).sort((a, b) => a - b)).toEqual(arrivals.map((_, i) => i))
          expect(queue.offered).toBe(arrivals.length)
          expect([queue.inFlight, queue.backlog]).toEqual([0, 0])
          for (const { intendedSeconds, sentSeconds, endedSeconds, outcome } of timings) {
            expect(OUTCOMES[outcome]).toBeDefined()
            expect(endedSeconds).toBeGreaterThanOrEqual(intendedSeconds)
            expect(endedSeconds).toBeLessThanOrEqual(intendedSeconds + 2 * TIMEOUT_SECONDS + 1)
            if (!Number.isNaN(sentSeconds)) expect(sentSeconds).toBeGreaterThanOrEqual(intendedSeconds)
          }
        },
      ),
    )
  })
})
