import { expect, it } from 'vitest'
import { totalCount } from '../../../core/latency/latency-counts.ts'
import type { Timings } from '../../../load/generator/protocol.ts'
import { sealMessage } from '../../../load/generator/seal-message.ts'
import { GeneratorTally } from '../../../load/recording/generator-tally.ts'
import { NO_THREAD_LOAD } from '../../../load/recording/thread-load.ts'
import { loadPlan } from '../../support/load-plan.ts'
import { requestTimings } from '../../support/request-timings.ts'

function timings(rows: Parameters<typeof requestTimings>[0], rest: Partial<Timings> = {}): Timings {
  const figures = { offered: 0, inFlight: 0, backlog: 0, inFlightMax: 0, backlogMax: 0, firstErrors: [] }
  return {
    version: 1,
    type: 'timings',
    atSeconds: 1,
    timings: requestTimings(rows),
    ...figures,
    load: NO_THREAD_LOAD,
    ...rest,
  }
}

it('counts what a generator offered by phase, and how late it sent what was measured', () => {
  const tally = new GeneratorTally(2, (phase) => phase === 1)
  tally.add(timings([{ phase: 0, sendLagSeconds: 0.5 }]))
  tally.add(
    timings(
      [
        { phase: 1, sendLagSeconds: 0.125 },
        { phase: 1, sendLagSeconds: 0.25 },
      ],
      { startLateSeconds: 0.01 },
    ),
  )
  tally.add(timings([{ phase: 1, sendLagSeconds: 0 }]))
  expect(tally.requests).toEqual([1, 3])
  expect(tally.measuredRequests).toBe(3)
  expect(tally.sendLag()).toMatchObject({ minSeconds: 0, maxSeconds: 0.25 })
  expect(tally.startLateSeconds).toBe(0.01)
})

it('does not know how late a measured segment began that did not begin', () => {
  const tally = new GeneratorTally(1, () => true)
  expect(tally.startLateSeconds).toBeNull()
  expect(totalCount(tally.sendLag())).toBe(0)
  expect(tally.requests).toEqual([0])
})

it('counts the same of a message whose rows were sealed', () => {
  const rows = Array.from({ length: 600 }, (_, i) => ({ intendedSeconds: i / 600, sendLagSeconds: i / 1e4 }))
  const [open, sealed] = [new GeneratorTally(1, () => true), new GeneratorTally(1, () => true)]
  const message = timings(rows)
  const counted = sealMessage(message, loadPlan('http://127.0.0.1'))
  expect(counted.sealed?.slots.length).toBeGreaterThan(0)
  open.add(message)
  sealed.add(counted)
  expect(sealed.requests).toEqual([600])
  expect(sealed.requests).toEqual(open.requests)
  expect(sealed.sendLag()).toEqual(open.sendLag())
})

it('keeps how busy the generator was between two messages, and its peaks of the segment that runs', () => {
  const tally = new GeneratorTally(1, () => true)
  const load = { ...NO_THREAD_LOAD, wallSeconds: 2, activeSeconds: 1, cpuSeconds: 0.5, saturatedSeconds: 0.25 }
  tally.add(timings([], { atSeconds: 2, load, backlog: 3, backlogMax: 7, inFlightMax: 9 }))
  expect(tally.peaks).toEqual({ backlogMax: 7, inFlightMax: 9 })
  tally.startSegment()
  expect(tally.peaks).toBeNull()
  tally.add(timings([], { atSeconds: 3, load: { ...load, wallSeconds: 1 } }))
  expect(tally.intervals).toEqual([
    {
      startSeconds: 0,
      endSeconds: 2,
      cpuShare: 0.25,
      eventLoopUtilization: 0.5,
      waitingForCoreShare: 0,
      saturatedSeconds: 0.25,
      backlog: 3,
    },
    {
      startSeconds: 2,
      endSeconds: 3,
      cpuShare: 0.5,
      eventLoopUtilization: 1,
      waitingForCoreShare: 0,
      saturatedSeconds: 0.25,
      backlog: 0,
    },
  ])
})
