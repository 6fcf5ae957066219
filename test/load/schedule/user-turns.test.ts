import { describe, expect, it } from 'vitest'
import { mostUsers, turnLimits, UserTurns, type UserTurnsOptions } from '../../../load/schedule/user-turns.ts'
import { openPhase } from '../../support/load-plan.ts'
import { plannedData } from '../../support/planned-data.ts'

const options: UserTurnsOptions = {
  uses: [
    [true, true],
    [false, true],
  ],
  firstTurns: [100, 0],
  limits: [Number.POSITIVE_INFINITY, 5],
  users: 3,
  expectTurn: () => {},
}

describe('the turns of users', () => {
  it('are every so-manieth, whoever is faster', () => {
    const turns = new UserTurns(options)
    for (const user of [0, 1, 2]) turns.start(user)
    expect([2, 2, 0, 2, 1].map((user) => turns.take(user, 0))).toEqual([
      { draw: { stream: 'user 2/0', turns: [102, -1] } },
      { draw: { stream: 'user 2/1', turns: [105, -1] } },
      { draw: { stream: 'user 0/0', turns: [100, -1] } },
      { draw: { stream: 'user 2/2', turns: [108, -1] } },
      { draw: { stream: 'user 1/0', turns: [101, -1] } },
    ])
  })

  it('end where a data set has no row left, and take none of another', () => {
    const turns = new UserTurns(options)
    turns.start(2)
    expect([turns.take(2, 1), turns.take(2, 1), turns.take(2, 0)]).toEqual([
      { draw: { stream: 'user 2/0', turns: [102, 2] } },
      { outOf: 1 },
      { draw: { stream: 'user 2/1', turns: [105, -1] } },
    ])
  })

  it('go on where they were when a user comes back in a later phase', () => {
    const turns = new UserTurns(options)
    turns.start(0)
    turns.take(0, 0)
    turns.start(0)
    expect(turns.take(0, 0)).toEqual({ draw: { stream: 'user 0/1', turns: [103, -1] } })
  })

  it('are known ahead', () => {
    const expected: [number, number][] = []
    const turns = new UserTurns({ ...options, expectTurn: (dataSet, turn) => expected.push([dataSet, turn]) })
    turns.start(1)
    turns.take(1, 0)
    expect(expected).toEqual([
      [0, 101],
      [1, 1],
      [0, 104],
    ])
  })
})

it('has as many turns as rows where each is sent once', () => {
  const data = [plannedData({ text: 'a\n1\n2\n', order: 'once' }), plannedData({ text: 'a\n1\n' })]
  expect(turnLimits({ data })).toEqual([2, Number.POSITIVE_INFINITY])
  expect(turnLimits({})).toEqual([])
})

it('knows the most users of any phase', () => {
  const crowd = (users: number) => openPhase({ traffic: { kind: 'closed', users, thinkSeconds: 0 } })
  expect(mostUsers({ phases: [crowd(3), openPhase(), crowd(9)] })).toBe(9)
  expect(mostUsers({ phases: [openPhase()] })).toBe(0)
})
