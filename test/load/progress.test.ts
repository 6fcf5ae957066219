import { expect, it } from 'vitest'
import { latencyQuantile, totalCount } from '../../core/latency/latency-counts.ts'
import type { PhaseProgress } from '../../core/run/phase-progress.ts'
import { PROTOCOL_VERSION, type Timings } from '../../load/generator/protocol.ts'
import { type LoadProgress, ProgressMeter } from '../../load/progress.ts'
import { outcomeCode, TIMEOUT } from '../../load/recording/outcome.ts'
import { NO_THREAD_LOAD } from '../../load/recording/thread-load.ts'
import type { RequestTiming } from '../../load/recording/timings.ts'
import { requestTimings, UNSENT } from '../support/request-timings.ts'

const message = (
  atSeconds: number,
  rows: readonly Partial<RequestTiming>[],
  gauges: Partial<Timings> = {},
): Timings => ({
  version: PROTOCOL_VERSION,
  type: 'timings',
  atSeconds,
  timings: requestTimings(rows),
  offered: 0,
  inFlight: 0,
  backlog: 0,
  inFlightMax: 0,
  backlogMax: 0,
  load: NO_THREAD_LOAD,
  firstErrors: [],
  ...gauges,
})

function meter(watched?: readonly number[]) {
  const reports: LoadProgress[] = []
  return {
    reports,
    meter: new ProgressMeter(
      (seconds) => (seconds < 1.5 ? 0 : 1),
      (progress) => reports.push(progress),
      watched,
    ),
  }
}

it('adds up outcomes, and reports what ended since the last report', () => {
  const { meter: progress, reports } = meter()
  progress.add(
    0,
    message(1, [{ endedSeconds: 0.2 }, { outcome: outcomeCode('reset') }], { offered: 5, inFlight: 2, backlog: 1 }),
    [0],
  )
  progress.add(
    0,
    message(
      2,
      [{ endedSeconds: 0.4 }, { outcome: TIMEOUT, status: 0 }, { outcome: TIMEOUT, sentSeconds: Number.NaN }],
      { offered: 9 },
    ),
    [0],
  )
  expect(reports).toMatchObject([
    {
      atSeconds: 1,
      phaseIndex: 0,
      offered: 5,
      completed: 1,
      errors: 1,
      timeouts: 0,
      neverSent: 0,
      inFlight: 2,
      backlog: 1,
    },
    {
      atSeconds: 2,
      phaseIndex: 1,
      offered: 9,
      completed: 2,
      errors: 1,
      timeouts: 2,
      neverSent: 1,
      inFlight: 0,
      backlog: 0,
    },
  ])
  expect(reports.map(({ recentResponseTimes }) => totalCount(recentResponseTimes))).toEqual([1, 3])
  expect(latencyQuantile(reports[1]!.recentResponseTimes, 0.3)).toBeCloseTo(0.4, 3)
  expect(latencyQuantile(reports[1]!.recentResponseTimes, 1)).toBe(Number.POSITIVE_INFINITY)
})

it('counts the first byte from the intended start, also of a request that timed out after it', () => {
  const { meter: progress, reports } = meter()
  const begun = { intendedSeconds: 0, sentSeconds: 0.25, firstByteSeconds: 0.5, endedSeconds: 0.75 }
  const rows = [begun, { ...begun, outcome: TIMEOUT, status: 0 }, { ...UNSENT, outcome: TIMEOUT }]
  progress.add(0, message(1, [...rows, { ...begun, outcome: outcomeCode('status'), status: 500 }]), [0])
  const { firstByteResponseTime } = reports[0]!.phases[0] as PhaseProgress
  expect(firstByteResponseTime).toMatchObject({ unbounded: 1, minSeconds: 0.5, maxSeconds: 0.5 })
  expect(totalCount(firstByteResponseTime)).toBe(3)
})

it('waits for all generators that are alive, and adds up their gauges', () => {
  const { meter: progress, reports } = meter()
  progress.add(0, message(1, [{}], { offered: 3 }), [0, 1])
  expect(reports).toEqual([])
  progress.add(1, message(1.01, [{}], { offered: 4 }), [0, 1])
  expect(reports).toMatchObject([{ offered: 7, completed: 2 }])
  progress.add(0, message(2, [{}], { offered: 5 }), [0])
  expect(reports[1]).toMatchObject({ offered: 9, completed: 3 })
})

it('keeps a message that comes between two reports for the next one', () => {
  const { meter: progress, reports } = meter()
  progress.add(0, message(1, [{}]), [0])
  progress.add(0, message(1.3, [{}]), [0])
  progress.add(0, message(2, [{}]), [0])
  expect(reports.map(({ completed }) => completed)).toEqual([1, 3])
  expect(totalCount(reports[1]!.recentResponseTimes)).toBe(2)
})

it('reports the requests that are watched by themselves, phase by phase, and no others', () => {
  const { meter: progress, reports } = meter([1, 4])
  const rows = [
    { request: 0, endedSeconds: 0.2 },
    { request: 1, endedSeconds: 0.4 },
    { request: 1, outcome: outcomeCode('status'), status: 500 },
    { request: 2, outcome: TIMEOUT },
    { request: 1, outcome: TIMEOUT, phase: 1 },
  ]
  progress.add(0, message(1, rows), [0])
  progress.add(0, message(2, [{ request: 1, endedSeconds: 0.6 }]), [0])
  const own = reports.map(({ phases }) =>
    phases.map(({ requests }) =>
      [...(requests ?? [])].map(([index, each]) => [
        index,
        each.completed,
        each.errors,
        each.answeredErrors,
        each.timeouts,
        totalCount(each.responseTime),
      ]),
    ),
  )
  expect(own).toEqual([
    [[[1, 1, 1, 1, 0, 1]], [[1, 0, 0, 0, 1, 1]]],
    [[[1, 2, 1, 1, 0, 2]], [[1, 0, 0, 0, 1, 1]]],
  ])
  expect(reports[1]?.phases.map(({ completed, errors, timeouts }) => [completed, errors, timeouts])).toEqual([
    [3, 1, 1],
    [0, 0, 1],
  ])
})

it('keeps nothing apart where no request is watched', () => {
  const { meter: progress, reports } = meter()
  progress.add(0, message(1, [{ request: 1 }]), [0])
  expect(reports[0]?.phases[0]?.requests).toBeUndefined()
})
