import { expect, it } from 'vitest'
import type { Flow, FlowStep } from '../../../../core/scenario/flows/flow.ts'
import { requestShares } from '../../../../core/scenario/flows/request-shares.ts'
import { requestTemplate } from '../../../support/load-plan.ts'

const step = (request: number, more: Partial<FlowStep> = {}): FlowStep => ({
  request,
  times: 1,
  chance: 1,
  thinkSeconds: null,
  ...more,
})

it('is the weight of a request without flows', () => {
  expect(requestShares({ requests: [requestTemplate({ weight: 1 }), requestTemplate({ weight: 3 })] })).toEqual([
    0.25, 0.75,
  ])
})

it('follows the steps of flows, their times and their chances', () => {
  const requests = [0, 1, 2].map(() => requestTemplate())
  const flows: Flow[] = [
    { name: 'shop', weight: 3, cookies: false, steps: [step(0), step(1, { times: 3 }), step(2, { chance: 0.5 })] },
    { name: 'look', weight: 1, cookies: false, steps: [step(1)] },
  ]
  // On average 3/4 · (1, 3, 0.5) + 1/4 · (0, 1, 0).
  const all = 0.75 + 2.5 + 0.375
  const expected = [0.75 / all, 2.5 / all, 0.375 / all]
  for (const [i, share] of requestShares({ requests, flows }).entries())
    expect(share).toBeCloseTo(expected[i] as number, 12)
})
