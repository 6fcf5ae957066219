// Rows in flows: every request of an iteration has the row that the iteration drew, and no two iterations share one.

import { expect, it } from 'vitest'
import { runLoad } from '../../../../load/run-load.ts'
import { ChaosServer } from '../../../support/chaos-server.ts'
import { flow, step } from '../../../support/flows.ts'
import { loadPlan, openPhase, requestTemplate } from '../../../support/load-plan.ts'
import { plannedData } from '../../../support/planned-data.ts'

const HOOKS = { onEpoch: () => {}, beforeMeasured: null, onPhaseStart: () => {}, onProgress: () => {} }
const ROWS = Array.from({ length: 10 }, (_, i) => `user-${i}`)

it.each([1, 2])('each user has a row of its own, the same in all its requests, with %i generators', async (workers) => {
  const server = await new ChaosServer().start()
  try {
    const named = (name: string) => requestTemplate({ name, path: `/ok/${name}?u=\${users.name}`, varies: true })
    const plan = loadPlan(server.url, {
      workers,
      requests: [named('login'), named('buy')],
      flows: [flow({ steps: [step(0), step(1)] })],
      data: [plannedData({ text: ['name', ...ROWS].join('\n'), order: 'once', usedBy: [true, true] })],
      phases: [openPhase({ rate: 20, durationSeconds: 0.5 })],
    })
    const { problems, flows = [] } = await runLoad(plan, HOOKS).result
    expect(problems).toEqual([])
    expect(flows.map(({ offered }) => offered)).toEqual([10])
    const of = (name: string) =>
      server.requests.filter(({ path }) => path.includes(name)).map(({ path }) => path.replace(/.*u=/, ''))
    expect(of('login').sort()).toEqual(ROWS)
    const bought = of('buy')
    expect(new Set(bought).size).toBe(bought.length)
    expect(bought.length).toBeGreaterThan(0)
  } finally {
    await server.kill()
  }
})
