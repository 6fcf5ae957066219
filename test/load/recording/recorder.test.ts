import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundedCount, latencyQuantile, totalCount } from '../../../core/latency/latency-counts.ts'
import { slaLatencies, sumAccounting } from '../../../core/run/load-result.ts'
import { COMPLETED, INTERRUPTED, OUTCOMES, outcomeCode, TIMEOUT, UNFINISHED } from '../../../load/recording/outcome.ts'
import { LatencyRecorder } from '../../../load/recording/recorder.ts'
import type { RequestTiming } from '../../../load/recording/timings.ts'
import { requestTimings, UNSENT } from '../../support/request-timings.ts'

const OPTIONS = { phaseCount: 3, requestCount: 2, closeAfterSeconds: 2 }

function recorded(rows: readonly Partial<RequestTiming>[]): LatencyRecorder {
  const recorder = new LatencyRecorder(OPTIONS)
  recorder.add(requestTimings(rows), 0)
  return recorder
}

describe('slots', () => {
  it('makes one slot for each second of the intended start, phase and request, in that order', () => {
    const slots = recorded([
      { intendedSeconds: 1.2, phase: 2 },
      { intendedSeconds: 1.2, phase: 1, request: 1 },
      { intendedSeconds: 1.9, phase: 1 },
      { intendedSeconds: 0.999999 },
      { intendedSeconds: 1.0, phase: 1 },
    ]).close()
    expect(slots.map(({ second, phase, request, offered }) => [second, phase, request, offered])).toEqual([
      [0, 0, 0, 1],
      [1, 1, 0, 2],
      [1, 1, 1, 1],
      [1, 2, 0, 1],
    ])
  })

  it('counts how each arrival ended', () => {
    const [slot] = recorded([
      {},
      { outcome: outcomeCode('status'), status: 503 },
      { outcome: outcomeCode('status'), status: 503 },
      { outcome: outcomeCode('expectation'), status: 200 },
      { outcome: outcomeCode('reset'), status: 0 },
      { outcome: outcomeCode('connect'), ...UNSENT },
      { outcome: TIMEOUT, status: 0 },
      { outcome: UNFINISHED, ...UNSENT },
    ]).close()
    expect(slot).toMatchObject({
      offered: 8,
      completed: 1,
      errors: 5,
      timeouts: 1,
      unfinished: 1,
      errorKinds: { status: 2, expectation: 1, reset: 1, connect: 1 },
      statusCodes: { 200: 2, 503: 2 },
    })
  })

  it('measures response time from the intended start and service time from sending', () => {
    const [slot] = recorded([{ intendedSeconds: 0.1, sentSeconds: 0.4, endedSeconds: 0.9 }]).close()
    expect(slot?.responseTime).toMatchObject({ minSeconds: 0.8, maxSeconds: 0.8 })
    expect(slot?.serviceTime).toMatchObject({ minSeconds: 0.5, maxSeconds: 0.5 })
  })

  it('measures the time to the first byte from sending and from the intended start, of no error answer', () => {
    const instants = { intendedSeconds: 0.25, sentSeconds: 0.5, firstByteSeconds: 0.75, endedSeconds: 1 }
    const [slot] = recorded([instants, { ...instants, outcome: outcomeCode('status'), status: 503 }]).close()
    expect(slot?.timeToFirstByte).toMatchObject({ minSeconds: 0.25, maxSeconds: 0.25 })
    expect(slot?.firstByteResponseTime).toMatchObject({ minSeconds: 0.5, maxSeconds: 0.5 })
  })

  it('keeps the first byte of a request that timed out or was unfinished, not of one that was cut off', () => {
    const begun = { intendedSeconds: 0, sentSeconds: 0.25, firstByteSeconds: 0.5, endedSeconds: 10, status: 0 }
    const slots = recorded([
      { ...begun, outcome: TIMEOUT },
      { ...begun, outcome: UNFINISHED, firstByteSeconds: 0.75 },
      { ...begun, outcome: INTERRUPTED, firstByteSeconds: 0.3 },
      { ...begun, outcome: TIMEOUT, firstByteSeconds: Number.NaN },
      { ...UNSENT, outcome: TIMEOUT },
    ]).close()
    expect(slaLatencies(slots, 'firstByteResponseTime')).toMatchObject({
      unbounded: 2,
      minSeconds: 0.5,
      maxSeconds: 0.75,
    })
    expect(slaLatencies(slots, 'timeToFirstByte')).toMatchObject({ unbounded: 2, minSeconds: 0.25, maxSeconds: 0.5 })
    expect(slaLatencies(slots, 'responseTime')).toMatchObject({ unbounded: 4 })
  })

  it('keeps the times of error answers apart, and none of errors without an answer', () => {
    const [slot] = recorded([
      { endedSeconds: 0.3, outcome: outcomeCode('status'), status: 500 },
      { endedSeconds: 0.2, outcome: outcomeCode('reset'), status: 0 },
      { endedSeconds: 0.2, outcome: TIMEOUT, status: 0 },
    ]).close()
    expect(slot?.errorResponseTime).toMatchObject({ minSeconds: 0.3, maxSeconds: 0.3 })
    expect(slot?.errorServiceTime).toMatchObject({ minSeconds: 0.3, maxSeconds: 0.3 })
    expect([boundedCount(slot!.responseTime), slot!.responseTime.unbounded]).toEqual([0, 0])
  })

  it('never records a negative latency where the clock loses a digit', () => {
    const [slot] = recorded([{ intendedSeconds: 0.5, sentSeconds: 0.5, endedSeconds: 0.4999999999 }]).close()
    expect(slot?.responseTime.minSeconds).toBe(0)
  })
})

it('counts completions by the second in which they were read', () => {
  const recorder = recorded([
    { intendedSeconds: 0.5, endedSeconds: 3.1 },
    { intendedSeconds: 3, endedSeconds: 3.9 },
    { intendedSeconds: 0, endedSeconds: 0.1 },
    { intendedSeconds: 0, endedSeconds: 5, outcome: TIMEOUT, status: 0 },
  ])
  expect(recorder.completionsPerSecond()).toEqual([1, 0, 0, 2])
  expect(recorder.endSeconds).toBe(5)
})

it('keeps a late slot open for a while, so that many generators that report late make few parts of it', () => {
  const recorder = recorded([])
  for (let second = 10; second < 20; second++)
    for (let generator = 0; generator < 50; generator++)
      recorder.add(requestTimings([{ intendedSeconds: 0.5, endedSeconds: second - 0.5 }]), second)
  expect(recorder.sealed().slots.length).toBeLessThanOrEqual(4)
})

/** An arrival that waited, was sent, began to be answered and ended, in this order; its end and its place may be any. */
const life = fc
  .record({
    outcome: fc.nat(OUTCOMES.length - 1),
    intendedSeconds: fc.double({ min: 0, max: 3, noNaN: true }),
    steps: fc.array(fc.double({ min: 0, max: 4, noNaN: true }), { minLength: 3, maxLength: 3 }),
    isSent: fc.boolean(),
    isBegun: fc.boolean(),
  })
  .map(({ outcome, intendedSeconds, steps: [wait = 0, first = 0, rest = 0], isSent, isBegun }) => {
    const [sentSeconds, firstByteSeconds] = [intendedSeconds + wait, intendedSeconds + wait + first]
    const endedSeconds = firstByteSeconds + rest
    const status = outcome === COMPLETED ? 200 : 0
    if (outcome === COMPLETED) return { outcome, status, intendedSeconds, sentSeconds, firstByteSeconds, endedSeconds }
    if (!isSent) return { ...UNSENT, outcome, intendedSeconds, endedSeconds }
    const began = isBegun ? firstByteSeconds : Number.NaN
    return { outcome, status, intendedSeconds, sentSeconds, firstByteSeconds: began, endedSeconds }
  })

it('no slot has a first byte later than its responses, or service times above its response times', () => {
  fc.assert(
    fc.property(fc.array(life, { maxLength: 60 }), (lives) => {
      for (const slot of recorded(lives).close()) {
        const times = (['timeToFirstByte', 'firstByteResponseTime', 'serviceTime', 'responseTime'] as const).map(
          (time) => slaLatencies([slot], time),
        )
        expect(new Set(times.map(totalCount)).size).toBe(1)
        if (totalCount(times[0]!) === 0) continue
        for (const quantile of [0.01, 0.5, 0.9, 1]) {
          const [firstByte, felt, service, response] = times.map((each) => latencyQuantile(each, quantile)) as [
            number,
            number,
            number,
            number,
          ]
          // Each may read 0.1% high, or be rounded to its own microsecond.
          const atMost = (seconds: number) => seconds * 1.001 + 2e-6
          expect(firstByte).toBeLessThanOrEqual(atMost(service))
          expect(service).toBeLessThanOrEqual(atMost(response))
          expect(firstByte).toBeLessThanOrEqual(atMost(felt))
          expect(felt).toBeLessThanOrEqual(atMost(response))
        }
      }
    }),
  )
})

describe('handing over in parts', () => {
  const row = fc.record({
    intendedSeconds: fc.double({ min: 0, max: 8, noNaN: true }),
    took: fc.double({ min: 0, max: 12, noNaN: true }),
    phase: fc.nat(2),
    request: fc.nat(1),
    outcome: fc.nat(OUTCOMES.length - 1),
  })

  it('gives the same slots in whatever order and however late the timings come', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.nat(20))), (entries) => {
        const rows = entries.map(([{ took, ...rest }, message]) => ({
          message,
          timing: { ...rest, endedSeconds: rest.intendedSeconds + took, status: rest.outcome === COMPLETED ? 200 : 0 },
        }))
        const whole = recorded(rows.map(({ timing }) => timing))
        const parts = new LatencyRecorder(OPTIONS)
        for (let message = 0; message <= 20; message++) {
          const own = rows.filter((each) => each.message === message).map(({ timing }) => timing)
          parts.add(requestTimings(own), message)
        }
        const [left, right] = [parts.close(), whole.close()]
        expect(sumAccounting(left)).toEqual(sumAccounting(right))
        expect(left.length).toBe(right.length)
        left.forEach((slot, i) => {
          const { responseTime, serviceTime, timeToFirstByte, errorResponseTime, errorServiceTime, ...accounting } =
            slot
          expect(right[i]).toMatchObject(accounting)
          for (const q of [0.5, 0.95]) {
            expect(latencyQuantile(responseTime, q)).toEqual(latencyQuantile(right[i]!.responseTime, q))
            expect(latencyQuantile(serviceTime, q)).toEqual(latencyQuantile(right[i]!.serviceTime, q))
            expect(latencyQuantile(timeToFirstByte, q)).toEqual(latencyQuantile(right[i]!.timeToFirstByte, q))
          }
        })
        expect(parts.completionsPerSecond()).toEqual(whole.completionsPerSecond())
      }),
      { numRuns: 50 },
    )
  })
})
