import { describe, expect, it } from 'vitest'
import type { Arrival } from '../../../load/schedule/arrival.ts'
import { arrivalSchedule, OpenLoopArrivals, type ScheduleOptions } from '../../../load/schedule/open-loop.ts'

const curve = { fromRatePerSecond: 100, toRatePerSecond: 300, durationSeconds: 5 }
const options: ScheduleOptions = {
  process: 'poisson',
  seed: 42,
  streamName: 'ramp',
  weights: [2, 1],
  shard: { index: 0, count: 1 },
}

describe('an arrival schedule', () => {
  it('draws the same schedule for the same seed', () => {
    expect(arrivalSchedule(curve, options)).toEqual(arrivalSchedule(curve, options))
  })

  it.each([
    ['seed', { seed: 43 }],
    ['phase', { streamName: 'other' }],
  ])('draws another schedule for another %s', (_, change) => {
    expect(arrivalSchedule(curve, { ...options, ...change }).seconds).not.toEqual(
      arrivalSchedule(curve, options).seconds,
    )
  })

  it.each(['constant', 'poisson'] as const)(
    '%s: item i belongs to the shard with index i modulo their number',
    (process) => {
      const whole = arrivalSchedule(curve, { ...options, process })
      for (const index of [0, 1, 2]) {
        const part = arrivalSchedule(curve, { ...options, process, shard: { index, count: 3 } })
        const isOwn = (_: number, i: number) => i % 3 === index
        expect(part.seconds).toEqual(whole.seconds.filter(isOwn))
        expect(part.requests).toEqual(whole.requests.filter(isOwn))
      }
    },
  )

  it('chooses requests by weight', () => {
    const { requests } = arrivalSchedule(curve, options)
    const first = requests.filter((request) => request === 0).length
    expect(Math.abs(first / requests.length - 2 / 3)).toBeLessThan(0.05)
  })
})

it('an open phase offers what is due, in order, with its instant on the clock’s axis', () => {
  const schedule = { seconds: Float64Array.of(0.5, 1, 1, 4), requests: Uint16Array.of(0, 1, 0, 2), draws: null }
  const source = new OpenLoopArrivals(schedule, 3, 1000)
  const offered: Arrival[] = []
  const sink = { offer: (arrival: Arrival) => offered.push(arrival) }
  source.releaseDue(1000.4, sink)
  expect([offered, source.nextDueSeconds()]).toEqual([[], 1000.5])
  source.releaseDue(1001, sink)
  expect(offered).toEqual([
    { intendedSeconds: 1000.5, phase: 3, request: 0, user: -1 },
    { intendedSeconds: 1001, phase: 3, request: 1, user: -1 },
    { intendedSeconds: 1001, phase: 3, request: 0, user: -1 },
  ])
  expect(source.nextDueSeconds()).toBe(1004)
  source.releaseDue(2000, sink)
  expect([offered.length, source.nextDueSeconds()]).toEqual([4, Number.POSITIVE_INFINITY])
})
