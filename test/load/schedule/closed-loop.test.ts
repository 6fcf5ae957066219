import { describe, expect, it } from 'vitest'
import { COMPLETED, CONNECT } from '../../../load/recording/outcome.ts'
import type { Arrival } from '../../../load/schedule/arrival.ts'
import { type ClosedLoopOptions, ClosedLoopUsers, RETRY_SECONDS } from '../../../load/schedule/closed-loop.ts'

const crowd: ClosedLoopOptions = {
  users: 4,
  thinkSeconds: 2,
  durationSeconds: 10,
  phase: 1,
  startSeconds: 100,
  weights: [1, 1],
  seed: 1,
  streamName: 'crowd',
  shard: { index: 0, count: 1 },
}

function released(source: ClosedLoopUsers, nowSeconds: number): Arrival[] {
  const offered: Arrival[] = []
  source.releaseDue(nowSeconds, { offer: (arrival) => offered.push(arrival) })
  return offered
}

const starts = (arrivals: readonly Arrival[]) => arrivals.map(({ user, intendedSeconds }) => [user, intendedSeconds])

describe('users', () => {
  it.each([
    ['spread their starts over the thinking time', {}, [100, 100.5, 101, 101.5]],
    ['over a second where they do not think', { thinkSeconds: 0 }, [100, 100.25, 100.5, 100.75]],
    ['over the phase where it is shorter', { durationSeconds: 1 }, [100, 100.25, 100.5, 100.75]],
  ])('%s', (_, change, intended) => {
    const source = new ClosedLoopUsers({ ...crowd, ...change })
    expect(released(source, 200).map(({ intendedSeconds }) => intendedSeconds)).toEqual(intended)
  })

  it('users send again after their think time, which starts when their request ended', () => {
    const source = new ClosedLoopUsers(crowd)
    const [first] = released(source, 100) as [Arrival]
    expect(source.nextDueSeconds()).toBe(100.5)
    released(source, 101.5)
    source.ended(first, COMPLETED, 103)
    expect(source.nextDueSeconds()).toBe(105)
    expect(starts(released(source, 105))).toEqual([[0, 105]])
  })

  it('users send nothing at or after the end of the phase', () => {
    const source = new ClosedLoopUsers(crowd)
    const [first, second] = released(source, 102) as [Arrival, Arrival]
    source.ended(first, COMPLETED, 107.99)
    source.ended(second, COMPLETED, 108)
    expect(starts(released(source, 200))).toEqual([[0, 109.99]])
  })

  it('users who could not connect pause before they try again', () => {
    const source = new ClosedLoopUsers({ ...crowd, thinkSeconds: 0 })
    const [first] = released(source, 100) as [Arrival]
    released(source, 101)
    source.ended(first, CONNECT, 101)
    expect(source.nextDueSeconds()).toBe(101 + RETRY_SECONDS)
  })

  it('users are divided between shards without a change to their starts and requests', () => {
    const whole = starts(released(new ClosedLoopUsers(crowd), 200))
    const shards = [0, 1, 2].map((index) =>
      starts(released(new ClosedLoopUsers({ ...crowd, shard: { index, count: 3 } }), 200)),
    )
    expect(shards.map((share) => share.map(([user]) => user))).toEqual([[0, 3], [1], [2]])
    expect(shards.flat().sort()).toEqual(whole.sort())
  })

  it('each user chooses requests from a stream of its own, whoever is answered first', () => {
    const requestsOf = (order: readonly number[]) => {
      const source = new ClosedLoopUsers({ ...crowd, users: 2, thinkSeconds: 0, durationSeconds: 1000 })
      const chosen: number[][] = [[], []]
      const note = (arrivals: readonly Arrival[]) => {
        for (const { user, request } of arrivals) chosen[user]?.push(request)
      }
      note(released(source, 101))
      order.forEach((user, i) => {
        source.ended({ intendedSeconds: 0, phase: 1, request: 0, user }, COMPLETED, 102 + i)
        note(released(source, 102 + i))
      })
      return chosen
    }
    expect(requestsOf([0, 0, 0, 0, 1, 1, 1, 1])).toEqual(requestsOf([1, 0, 1, 0, 1, 0, 1, 0]))
  })
})
