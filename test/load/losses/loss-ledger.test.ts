// What generators would send is taken from the schedule that they run, in virtual time.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LoadPlan, Phase } from '../../../core/scenario/load-plan.ts'
import type { Timings } from '../../../load/generator/protocol.ts'
import { PROTOCOL_VERSION } from '../../../load/generator/protocol.ts'
import { ArrivalCounts, type CountedArrivals } from '../../../load/losses/arrival-counts.ts'
import { LossLedger } from '../../../load/losses/loss-ledger.ts'
import { sealTimings } from '../../../load/recording/seal-timings.ts'
import type { RequestTiming } from '../../../load/recording/timings.ts'
import type { Arrival } from '../../../load/schedule/arrival.ts'
import { planPhases } from '../../../load/schedule/phase.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'
import { requestTimings } from '../../support/request-timings.ts'

const EPOCH = 1000.25
const NO_LOAD = { wallSeconds: 1, activeSeconds: 0, cpuSeconds: 0, waitingForCoreSeconds: 0, saturatedSeconds: 0 }

/** The arrivals of one shard's open phases, as its generator would offer them. Seconds of the run. */
function offeredBy(plan: LoadPlan, index: number): Arrival[] {
  const arrivals: Arrival[] = []
  let startSeconds = EPOCH
  for (const [phase, planned] of planPhases(plan, { index, count: plan.workers }).entries()) {
    if (plan.phases[phase]?.traffic.kind === 'open')
      planned.sourceFrom(startSeconds).releaseDue(Number.MAX_VALUE, { offer: (each) => void arrivals.push(each) })
    startSeconds += planned.durationSeconds
  }
  return arrivals.map((each) => ({ ...each, intendedSeconds: each.intendedSeconds - EPOCH }))
}

function report(atSeconds: number, rows: readonly Partial<RequestTiming>[], change: Partial<Timings> = {}): Timings {
  return {
    version: PROTOCOL_VERSION,
    type: 'timings',
    atSeconds,
    timings: requestTimings(rows),
    ...{ offered: 0, inFlight: 0, backlog: 0, inFlightMax: 0, backlogMax: 0 },
    load: NO_LOAD,
    firstErrors: [],
    ...change,
  }
}

function counted(arrivals: readonly Arrival[], requests: number): CountedArrivals[] {
  const counts = new ArrivalCounts(requests)
  for (const { intendedSeconds, phase, request } of arrivals) counts.add(Math.floor(intendedSeconds), phase, request)
  return counts.all()
}

const totalOf = (counts: readonly CountedArrivals[]) => counts.reduce((sum, { count }) => sum + count, 0)
const wholeRun = (plan: LoadPlan) => ({
  segments: [
    { firstPhase: 0, endPhase: plan.phases.length, isMeasured: true, startSeconds: EPOCH, epochSeconds: EPOCH },
  ],
  untilSeconds: Number.POSITIVE_INFINITY,
})

const phases = fc.array(
  fc.record({
    rate: fc.integer({ min: 1, max: 60 }),
    to: fc.integer({ min: 1, max: 60 }),
    durationSeconds: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1, maxLength: 3 },
)
const plans = fc
  .record({
    phases,
    workers: fc.integer({ min: 1, max: 5 }),
    arrivals: fc.constantFrom('poisson' as const, 'constant' as const),
    requests: fc.integer({ min: 1, max: 3 }),
    seed: fc.nat(1000),
  })
  .map(({ phases: each, requests, ...rest }) =>
    loadPlan('http://127.0.0.1:1', {
      ...rest,
      phases: each.map(
        ({ rate, to, durationSeconds }, i): Phase => ({
          ...openPhase({ name: `phase ${i}`, durationSeconds }),
          traffic: { kind: 'open', fromRatePerSecond: rate, toRatePerSecond: to },
        }),
      ),
      requests: Array.from({ length: requests }, (_, i) => requestTemplate({ name: `r${i}`, weight: i + 1 })),
    }),
  )

describe('of open phases', () => {
  it('what came and what is lost are together what the schedule had in store, second by second', () => {
    fc.assert(
      fc.property(plans, fc.nat(100), fc.nat(3), fc.boolean(), (plan, lostAtPercent, answerSeconds, isSealed) => {
        const all = offeredBy(plan, plan.workers - 1)
        const endSeconds = plan.phases.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0)
        const lostAt = (endSeconds * lostAtPercent) / 100
        const ledger = new LossLedger(plan, plan.workers)
        const came: Arrival[] = []
        for (let at = 1; at <= lostAt; at++) {
          const ended = all.filter(
            ({ intendedSeconds: due }) => due + answerSeconds <= at && due + answerSeconds > at - 1,
          )
          const message = report(at, ended)
          ledger.add(plan.workers - 1, isSealed ? { ...message, ...sealTimings(message.timings, plan) } : message)
          came.push(...ended)
        }
        const { arrivals } = ledger.lossOf(plan.workers - 1, wholeRun(plan))
        const lost = all.filter((each) => !came.includes(each))
        expect(arrivals).toEqual(counted(lost, plan.requests.length))
      }),
      { numRuns: 60 },
    )
  })

  it('the parts of all generators, lost or not, are together the whole schedule', () => {
    const plan = loadPlan('http://127.0.0.1:1', { workers: 3, phases: [openPhase({ durationSeconds: 4, rate: 25 })] })
    const ledger = new LossLedger(plan, 3)
    ledger.add(
      0,
      report(
        2,
        offeredBy(plan, 0).filter(({ intendedSeconds }) => intendedSeconds < 2),
      ),
    )
    const lost = [0, 1, 2].map((generator) => totalOf(ledger.lossOf(generator, wholeRun(plan)).arrivals))
    expect(lost).toEqual([17, 33, 33])
  })

  it('ends where the run was stopped, and leaves out segments that never started', () => {
    const plan = loadPlan('http://127.0.0.1:1', {
      phases: [openPhase({ durationSeconds: 4 }), openPhase({ durationSeconds: 4 })],
    })
    const segment = { firstPhase: 0, endPhase: 1, isMeasured: true, startSeconds: EPOCH, epochSeconds: EPOCH }
    const { arrivals } = new LossLedger(plan, 1).lossOf(0, { segments: [segment], untilSeconds: 1.5 })
    expect(arrivals).toEqual([
      { second: 0, phase: 0, request: 0, count: 100 },
      { second: 1, phase: 0, request: 0, count: 50 },
    ])
  })

  it('is held against reports for as long as answers may take, and in no more memory', () => {
    const plan = loadPlan('http://127.0.0.1:1', {
      timeoutSeconds: 1,
      phases: [openPhase({ durationSeconds: 300, rate: 2 })],
    })
    const all = offeredBy(plan, 0)
    const ledger = new LossLedger(plan, 1)
    for (let at = 1; at <= 200; at++)
      ledger.add(
        0,
        report(
          at,
          all.filter(({ intendedSeconds: due }) => due + 2 <= at && due + 2 > at - 1),
        ),
      )
    const { arrivals } = ledger.lossOf(0, wholeRun(plan))
    expect(arrivals[0]).toEqual({ second: 198, phase: 0, request: 0, count: 2 })
    expect(totalOf(arrivals)).toBe(204)
  })
})

describe('of users who wait for their answers', () => {
  const crowd = {
    name: 'crowd',
    durationSeconds: 10,
    measured: true,
    traffic: { kind: 'closed', users: 5, thinkSeconds: 0 },
  } as const
  const open = { second: 3, phase: 0, request: 0, count: 4 }

  it('what was due at the last report and had not ended', () => {
    const ledger = new LossLedger(loadPlan('http://127.0.0.1:1', { phases: [crowd] }), 1)
    ledger.add(0, report(3, [{}, {}], { open: [{ ...open, count: 5 }] }))
    ledger.add(0, report(4, [{}], { open: [open] }))
    expect(ledger.lossOf(0, wholeRun(loadPlan('http://127.0.0.1:1', { phases: [crowd] }))).arrivals).toEqual([open])
  })

  it('is counted beside the schedule of open phases', () => {
    const plan = loadPlan('http://127.0.0.1:1', { phases: [crowd, openPhase({ durationSeconds: 1, rate: 3 })] })
    const ledger = new LossLedger(plan, 1)
    ledger.add(0, report(4, [], { open: [open] }))
    expect(ledger.lossOf(0, wholeRun(plan)).arrivals).toEqual([{ second: 10, phase: 1, request: 0, count: 3 }, open])
  })
})
