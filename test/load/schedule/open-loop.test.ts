import { expect, it } from 'vitest'
import type { Arrival } from '../../../load/schedule/arrival.ts'
import { ScheduledArrivals } from '../../../load/schedule/open-loop.ts'

it('offers what is due, in order, with its instant on the clock’s axis', () => {
  const schedule = { seconds: Float64Array.of(0.5, 1, 1, 4), requests: Uint16Array.of(0, 1, 0, 2) }
  const source = new ScheduledArrivals(schedule, 3, 1000)
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
