import { describe, expect, it } from 'vitest'
import { shardPlan } from '../../../load/generator/shard-plan.ts'
import { loadPlan, openPhase } from '../../support/load-plan.ts'

const plan = loadPlan('http://127.0.0.1:5000', { connections: 10, phases: [openPhase({ rate: 1000 })] })

describe('shardPlan', () => {
  it.each([
    ['gives one generator all connections', 1, 10, [10]],
    ['divides connections among several without loss', 3, 10, [4, 3, 3]],
    ['gives every generator at least one connection', 8, 3, [1, 1, 1]],
  ])('%s', (_, workers, connections, divided) => {
    const tasks = shardPlan({ ...plan, workers, connections })
    expect(tasks.map((task) => task.connections)).toEqual(divided)
    expect(tasks.map(({ shard }) => shard)).toEqual(divided.map((_count, index) => ({ index, count: divided.length })))
  })

  it('opens one connection of each generator at first where the service closes each with its answer', () => {
    const openAtFirst = (closesEach: boolean) =>
      shardPlan({ ...plan, workers: 2, connections: 100, ...(closesEach && { closesEach }) }).map(
        (task) => task.openAtFirst,
      )
    expect([openAtFirst(false), openAtFirst(true)]).toEqual([
      [50, 50],
      [1, 1],
    ])
  })
})
