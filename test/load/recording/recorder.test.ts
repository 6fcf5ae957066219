import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundedCount, latencyQuantile } from '../../../core/latency/latency-counts.ts'
import { sumAccounting } from '../../../core/run/load-result.ts'
import { COMPLETED, OUTCOMES, outcomeCode, TIMEOUT, UNFINISHED } from '../../../load/recording/outcome.ts'
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

  it('measures the time to the first byte from sending, of completed requests alone', () => {
    const instants = { intendedSeconds: 0.25, sentSeconds: 0.5, firstByteSeconds: 0.75, endedSeconds: 1 }
    const [slot] = recorded([instants, { ...instants, outcome: outcomeCode('status'), status: 503 }]).close()
    expect(slot?.timeToFirstByte).toMatchObject({ minSeconds: 0.25, maxSeconds: 0.25 })
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
