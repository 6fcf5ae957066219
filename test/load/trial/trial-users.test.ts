import { expect, it } from 'vitest'
import type { Flow } from '../../../core/scenario/flows/flow.ts'
import { trialUsers } from '../../../load/trial/trial-users.ts'
import { requestTemplate } from '../../support/load-plan.ts'

const requests = [0, 1, 2].map(() => requestTemplate())

function flow(steps: readonly number[], cookies = false): Flow {
  return {
    name: steps.join(),
    weight: 1,
    cookies,
    steps: steps.map((request) => ({ request, times: 2, chance: 0.5, thinkSeconds: null })),
  }
}

it('tries every request by itself where there are no flows', () => {
  expect(trialUsers({ requests })).toEqual([{ cookies: false, requests: [0, 1, 2], inTurn: false }])
})

it('tries the steps of a flow in order, and no flow that brings nothing new', () => {
  expect(trialUsers({ requests, flows: [flow([0, 1, 1], true), flow([1]), flow([0, 2])] })).toEqual([
    { cookies: true, requests: [0, 1], inTurn: true },
    { cookies: false, requests: [0, 2], inTurn: true },
  ])
})
