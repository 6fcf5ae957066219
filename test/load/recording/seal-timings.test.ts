import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoadResult } from '../../../core/run/load-result.ts'
import { Collector } from '../../../load/collector.ts'
import { PROTOCOL_VERSION, type Timings } from '../../../load/generator/protocol.ts'
import { type LoadProgress, ProgressMeter } from '../../../load/progress.ts'
import { COMPLETED, errorKindOf, OUTCOMES, outcomeCode, UNFINISHED } from '../../../load/recording/outcome.ts'
import { sealTimings } from '../../../load/recording/seal-timings.ts'
import { NO_THREAD_LOAD } from '../../../load/recording/thread-load.ts'
import { type RequestTiming, SEND_STATES, timingsCount } from '../../../load/recording/timings.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'
import { requestTimings, UNSENT } from '../../support/request-timings.ts'

const GENERATORS = 3
const SECONDS = 12
const PLAN = loadPlan('http://127.0.0.1', {
  requests: [requestTemplate(), requestTemplate({ name: 'other' })],
  phases: [openPhase({ name: 'warm-up', measured: false }), openPhase(), openPhase({ name: 'later' })],
})

/** One request and the message that reports it: any time after its end, by any generator. */
interface Reported {
  readonly timing: RequestTiming
  readonly generator: number
  readonly second: number
}

/** @param seconds a time of at most so many */
function reported(seconds: (most: number) => fc.Arbitrary<number>): fc.Arbitrary<Reported> {
  return fc
    .record({
      intendedSeconds: seconds(6),
      steps: fc.tuple(seconds(1), seconds(2), seconds(4)),
      sendLagSeconds: seconds(1),
      sendState: fc.integer({ min: 1, max: SEND_STATES.length - 1 }),
      phase: fc.nat(PLAN.phases.length - 1),
      request: fc.nat(PLAN.requests.length - 1),
      outcome: fc.oneof({ weight: 3, arbitrary: fc.constant(COMPLETED) }, fc.nat(OUTCOMES.length - 1)),
      isSent: fc.boolean(),
      isAnswered: fc.boolean(),
      status: fc.constantFrom(200, 204, 500),
      generator: fc.nat(GENERATORS - 1),
      later: fc.nat(3),
    })
    .map(({ steps: [wait, first, rest], isSent, isAnswered, generator, later, ...row }) => {
      const sentSeconds = row.intendedSeconds + wait
      const firstByteSeconds = sentSeconds + first
      const endedSeconds = firstByteSeconds + rest
      const second = Math.min(SECONDS, Math.ceil(endedSeconds) + later)
      const isAnswer = row.outcome === COMPLETED || (isAnswered && errorKindOf(row.outcome) !== undefined)
      const sent = { ...row, sentSeconds, firstByteSeconds, endedSeconds, status: isAnswer ? row.status : 0 }
      const timing = isAnswer || isSent ? sent : { ...sent, ...UNSENT }
      return { timing, generator, second }
    })
}

/** Sums of them are exact, in whatever order they are added. */
const dyadic = (most: number) => fc.nat(most * 1024).map((count) => count / 1024)
const any = (most: number) => fc.double({ min: 0, max: most, noNaN: true })

function messages(entries: readonly Reported[], isSealed: (message: number) => boolean): [number, Timings][] {
  return Array.from({ length: SECONDS * GENERATORS }, (_, message) => {
    const [generator, atSeconds] = [message % GENERATORS, 1 + Math.floor(message / GENERATORS)]
    const own = entries.filter((each) => each.generator === generator && each.second === atSeconds)
    const timings = requestTimings(own.map(({ timing }) => timing))
    return [
      generator,
      {
        version: PROTOCOL_VERSION,
        type: 'timings',
        atSeconds,
        ...(isSealed(message) ? sealTimings(timings, PLAN) : { timings }),
        offered: 0,
        inFlight: 0,
        backlog: 0,
        inFlightMax: 0,
        backlogMax: 0,
        load: NO_THREAD_LOAD,
        firstErrors: [],
      },
    ]
  })
}

interface Collected {
  readonly result: LoadResult
  readonly progress: readonly LoadProgress[]
}

function collected(sent: readonly [number, Timings][]): Collected {
  const collector = new Collector(PLAN)
  const progress: LoadProgress[] = []
  const meter = new ProgressMeter(
    () => 0,
    (report) => progress.push(report),
    [1],
  )
  const generators = Array.from({ length: GENERATORS }, (_, generator) => generator)
  for (const [generator, message] of sent) {
    collector.add(generator, message)
    meter.add(generator, message, generators)
  }
  const rest = {
    phases: [],
    interrupted: false,
    problems: [],
    timers: { mode: 'sparing', reason: 'asked for' },
  } as const
  return { result: collector.result([], rest), progress }
}

/** All sums in it, and the rest without them. */
function withoutSums(collected: Collected): { readonly sums: readonly number[]; readonly rest: unknown } {
  const sums: number[] = []
  const strip = (value: unknown): unknown => {
    if (value instanceof Map) return [...value].map(strip)
    if (Array.isArray(value)) return value.map(strip)
    if (ArrayBuffer.isView(value) || typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key !== 'sumSeconds') return [key, strip(inner)]
        sums.push(Number(inner))
        return [key, 0]
      }),
    )
  }
  return { rest: strip(collected), sums }
}

describe('counts in place of rows', () => {
  it('give the same result and the same progress to the last bit, whichever messages are sealed', () => {
    fc.assert(
      fc.property(
        fc.array(reported(dyadic), { maxLength: 120 }),
        fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
        (entries, sealed) => {
          const isSealed = (message: number) => sealed[message % sealed.length] as boolean
          expect(collected(messages(entries, isSealed))).toEqual(collected(messages(entries, () => false)))
        },
      ),
      { numRuns: 30 },
    )
  })

  it('differ in the last digits of sums alone, as rows do that come in another order', () => {
    fc.assert(
      fc.property(fc.array(reported(any), { maxLength: 120 }), (entries) => {
        const sealed = withoutSums(collected(messages(entries, () => true)))
        const rows = withoutSums(collected(messages(entries, () => false)))
        expect(sealed.rest).toEqual(rows.rest)
        expect(sealed.sums.length).toBe(rows.sums.length)
        for (const [i, sum] of sealed.sums.entries()) expect(sum).toBeCloseTo(rows.sums[i] as number, 9)
      }),
      { numRuns: 15 },
    )
  })
})

describe('what is sealed', () => {
  it('are all requests that ended; those that did not stay rows', () => {
    const timings = requestTimings([
      {},
      { outcome: UNFINISHED, status: 0 },
      { outcome: outcomeCode('reset'), status: 0 },
    ])
    const { timings: rest, sealed } = sealTimings(timings, PLAN)
    expect([...rest.outcome]).toEqual([UNFINISHED])
    expect(sealed.slots).toMatchObject([{ offered: 2, completed: 1, errors: 1, unfinished: 0 }])
  })

  it('is nothing where nothing ended', () => {
    const { timings, sealed } = sealTimings(requestTimings([]), PLAN)
    expect(timingsCount(timings)).toBe(0)
    expect(sealed).toMatchObject({ slots: [], completions: [], endSeconds: 0, connectionUse: [] })
  })
})
