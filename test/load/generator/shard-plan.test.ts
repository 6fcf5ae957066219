import { describe, expect, it } from 'vitest'
import { generatorTasks, isLocalHost } from '../../../load/generator/shard-plan.ts'
import { loadPlan, openPhase } from '../../support/load-plan.ts'

const plan = loadPlan('http://127.0.0.1:5000', { connections: 10, phases: [openPhase({ rate: 1000 })] })

describe('tasks', () => {
  it.each([
    ['one generator has all connections', 1, 10, [10]],
    ['several divide them without loss', 3, 10, [4, 3, 3]],
    ['no generator goes without a connection', 8, 3, [1, 1, 1]],
  ])('%s', (_, workers, connections, divided) => {
    const tasks = generatorTasks({ ...plan, workers, connections }, 4)
    expect(tasks.map((task) => task.connections)).toEqual(divided)
    expect(tasks.map(({ share }) => share)).toEqual(
      divided.map((_count, generator) => ({ generator, generators: divided.length })),
    )
  })

  it('spin only where cores are left for the service', () => {
    const precisions = [2, 4].map((cores) => generatorTasks(plan, cores)[0]?.precision)
    expect(precisions).toEqual(['sparing', 'spinning'])
  })
})

it.each([
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['localhost', true],
  ['api.localhost', true],
  ['[::1]', true],
  ['10.0.0.1', false],
  ['localhost.example.com', false],
])('%s is this machine: %s', (hostname, isLocal) => {
  expect(isLocalHost(hostname)).toBe(isLocal)
})
