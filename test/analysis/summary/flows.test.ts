import { describe, expect, it } from 'vitest'
import { summarizeLoad } from '../../../analysis/summary/summarize-load.ts'
import type { FlowIterations } from '../../../core/run/load-result.ts'
import { flow, step } from '../../support/flows.ts'
import { requestTemplate } from '../../support/load-plan.ts'
import { latenciesOf } from '../../support/sample-load.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { runRecordOf } from '../support/run-record-of.ts'

const WINDOWS = phaseWindows([
  { name: 'warm-up', seconds: 10, measured: false },
  { name: 'a', seconds: 10 },
  { name: 'b', seconds: 10 },
])

const iterations = (phase: number, more: Partial<FlowIterations> = {}): FlowIterations => ({
  ...{ phase, flow: 0, offered: 10, completed: 8, failures: [], duration: latenciesOf(3) },
  ...more,
})

function reported(flows: readonly FlowIterations[]) {
  const load = loadOf(
    WINDOWS,
    evenly(0, 30, 10, () => ({ serviceTime: 0.1 })),
    { flows },
  )
  const scenario = {
    ...runRecordOf({ load }).scenario,
    requests: [requestTemplate({ name: 'login' }), requestTemplate({ name: 'browse' })],
    flows: [flow({ name: 'buy', steps: [step(0), step(1, { times: 3 })] }), flow({ name: 'look' })],
  }
  return summarizeLoad(load, scenario).flows
}

describe('the iterations of flows', () => {
  it('are those that began in measured phases, over all of them', () => {
    const failures = [{ step: 1, kind: 'status', count: 1 }] as const
    const [buy] = reported([iterations(0), iterations(1, { failures }), iterations(2)]) ?? []
    expect(buy).toMatchObject({ name: 'buy', offered: 20, completed: 16, failed: 1, unfinished: 3 })
    expect(buy?.duration.count).toBe(2)
  })

  it('failed at a step, which has the name of its request, the most frequent first', () => {
    const failures = [
      { step: 0, kind: 'status', count: 1 },
      { step: 1, kind: 'timeout', count: 1 },
    ] as const
    const [buy] = reported([iterations(1, { failures }), iterations(2, { failures: failures.slice(1) })]) ?? []
    expect(buy?.failures).toEqual([
      { step: 2, request: 'browse', kind: 'timeout', count: 2 },
      { step: 1, request: 'login', kind: 'status', count: 1 },
    ])
  })

  it('of a flow that never began are none', () => {
    const [, look] = reported([iterations(1)]) ?? []
    expect(look).toMatchObject({ name: 'look', offered: 0, completed: 0, failed: 0, unfinished: 0 })
    expect(look?.duration.count).toBe(0)
  })
})
