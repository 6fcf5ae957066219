import { expect, it } from 'vitest'
import { trafficInRequests } from '../../../../core/scenario/flows/traffic-in-requests.ts'
import type { Phase } from '../../../../core/scenario/load-plan.ts'
import { flow, step } from '../../../support/flows.ts'
import { openPhase } from '../../../support/load-plan.ts'

const ramp: Phase = openPhase({ traffic: { kind: 'open', fromRatePerSecond: 10, toRatePerSecond: 20 } })
const crowd: Phase = openPhase({ traffic: { kind: 'closed', users: 5, thinkSeconds: 1 } })

it('is that of the scenario where it has no flows', () => {
  const phases = [ramp, crowd]
  expect(trafficInRequests(phases, undefined)).toBe(phases)
})

it('has rates in requests, and users who think as their steps say', () => {
  const flows = [flow({ steps: [step(0), step(1, { times: 2, thinkSeconds: 4 })] })]
  expect(trafficInRequests([ramp, crowd], flows).map(({ traffic }) => traffic)).toEqual([
    { kind: 'open', fromRatePerSecond: 30, toRatePerSecond: 60 },
    { kind: 'closed', users: 5, thinkSeconds: 3 },
  ])
})
