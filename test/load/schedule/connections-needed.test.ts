import { describe, expect, it } from 'vitest'
import { connectionsAtFirst, connectionsNeeded } from '../../../load/schedule/connections-needed.ts'
import { loadPlan, openPhase } from '../../support/load-plan.ts'

const RANDOM = openPhase({ rate: 4, durationSeconds: 4 })
const USERS = openPhase({ durationSeconds: 10, traffic: { kind: 'closed', users: 12, thinkSeconds: 100 } })

describe('connectionsNeeded', () => {
  it.each([
    [
      'is at most the limit of the plan',
      { connections: 10, phases: [openPhase({ rate: 50, durationSeconds: 4 })] },
      10,
    ],
    ['is one for each closed-loop user', { connections: 1000, phases: [USERS] }, 12],
    ['leaves room for more arrivals than a random process has on average', { connections: 1000, phases: [RANDOM] }, 56],
    ['is at least one, even with nothing to send', { connections: 5, phases: [openPhase({ rate: 0 })] }, 1],
  ])('%s', (_, change, connections) => {
    expect(connectionsNeeded(loadPlan('http://127.0.0.1:1', { arrivals: 'poisson', ...change }))).toBe(connections)
  })
})

describe('connectionsAtFirst', () => {
  it.each([
    [
      'are as many as requests come in a quarter of a second',
      { phases: [openPhase({ rate: 50, durationSeconds: 60 })] },
      13,
    ],
    ['are a few where hardly any come', { phases: [openPhase({ rate: 0.5, durationSeconds: 600 })] }, 4],
    [
      'are for the highest rate of all phases',
      { phases: [openPhase({ rate: 20, durationSeconds: 60 }), openPhase({ rate: 90, durationSeconds: 60 })] },
      23,
    ],
    ['are never more than the limit', { connections: 10, phases: [openPhase({ rate: 50, durationSeconds: 60 })] }, 10],
    ['are one for each user', { phases: [USERS] }, 12],
    ['are never more than are needed', { phases: [openPhase({ rate: 0 })] }, 1],
  ])('%s', (_, change, connections) => {
    const plan = loadPlan('http://127.0.0.1:1', { arrivals: 'poisson', connections: 1000, ...change })
    expect(connectionsAtFirst(plan)).toBe(connections)
  })
})
