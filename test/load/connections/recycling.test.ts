import { describe, expect, it } from 'vitest'
import { type IdleState, idleLimitSeconds, idleReserve, recycle } from '../../../load/connections/recycling.ts'

describe('how long a connection may be idle', () => {
  it.each([
    ['a second less than the service keeps it', 5, 4],
    ['half of it where it is short', 1, 0.5],
    ['nothing where the service keeps nothing', 0, 0],
  ])('%s', (_, keepAliveSeconds, limit) => {
    expect(idleLimitSeconds(keepAliveSeconds)).toBe(limit)
  })
})

it('keeps four idle connections in reserve, or as many as are busy', () => {
  expect([0, 4, 30].map(idleReserve)).toEqual([4, 4, 30])
})

describe('what is done now', () => {
  const idleFor = (...seconds: number[]) => seconds.map((each) => ({ idleSinceSeconds: 100 - each }))
  const state = (change: Partial<IdleState<{ idleSinceSeconds: number }>>) =>
    recycle({ idle: [], busy: 1, opening: 0, resting: 0, keepAliveSeconds: 5, nowSeconds: 100, ...change })
  const fresh = idleFor(0, 1, 2, 3)

  it.each<[string, Partial<IdleState<{ idleSinceSeconds: number }>>, number[], number]>([
    [
      'lets old connections rest where enough others are fresh',
      { idle: [...fresh, ...idleFor(4, 5, 6)] },
      [6, 5, 4],
      0,
    ],
    ['does nothing while all are fresh', { idle: fresh }, [], 0],
    ['renews nothing that rests while enough are open', { idle: fresh, resting: 90 }, [], 0],
    ['wakes as many as are missing', { idle: idleFor(1), resting: 90 }, [], 3],
    ['counts those that are opening', { idle: idleFor(1), opening: 2, resting: 90 }, [], 1],
    ['keeps old ones until others are open in their place', { idle: idleFor(9, 8, 7, 6, 5), resting: 90 }, [9], 4],
    ['renews one at a time where none rests', { idle: idleFor(9, 8, 7) }, [9], 1],
    ['renews the only one', { idle: idleFor(4.5), busy: 0 }, [4.5], 1],
    ['keeps a larger reserve under load', { idle: fresh, busy: 10, resting: 90 }, [], 6],
    ['never lets one rest where the service keeps them all', { idle: idleFor(1e6), keepAliveSeconds: Infinity }, [], 0],
  ])('%s', (_, change, rest, wake) => {
    const done = state(change)
    expect([done.rest.map(({ idleSinceSeconds }) => 100 - idleSinceSeconds), done.wake]).toEqual([rest, wake])
  })

  it('opens at most one connection a second for ten requests a second over a hundred connections', () => {
    let idle = Array.from({ length: 100 }, () => ({ idleSinceSeconds: 0 }))
    let resting = 0
    let opened = 0
    for (let tick = 1; tick <= 200; tick++) {
      const nowSeconds = tick / 10
      const [, ...others] = idle
      idle = [...others, { idleSinceSeconds: nowSeconds }]
      const { rest, wake } = recycle({ idle, busy: 0, opening: 0, resting, keepAliveSeconds: 5, nowSeconds })
      idle = [
        ...idle.filter((each) => !rest.includes(each)),
        ...Array.from({ length: wake }, () => ({ idleSinceSeconds: nowSeconds })),
      ]
      resting += rest.length - wake
      opened += wake
    }
    expect(opened).toBeLessThanOrEqual(20)
    expect(idle.length).toBeGreaterThanOrEqual(4)
  })
})
