import { describe, expect, it } from 'vitest'
import { keepsCookies, meanRequests, meanThinkSeconds, mostRequests } from '../../../../core/scenario/flows/flow.ts'
import { flow, step } from '../../../support/flows.ts'

const buy = flow({ weight: 1, steps: [step(0), step(1, { times: 3, thinkSeconds: 2 }), step(2, { chance: 0.5 })] })
const look = flow({ weight: 3, steps: [step(1)] })

describe('flows in requests', () => {
  it('an iteration sends on average what its steps send, by their chances and the weights of the flows', () => {
    expect(meanRequests([buy])).toBeCloseTo(4.5, 12)
    expect(meanRequests([buy, look])).toBeCloseTo((4.5 + 3) / 4, 12)
  })

  it('an iteration sends at most all steps of the longest flow', () => {
    expect(mostRequests([look, buy])).toBe(5)
  })

  it('users think on average as the steps say, or the phase where they do not', () => {
    expect(meanThinkSeconds([buy], 1)).toBeCloseTo((1 + 3 * 2 + 0.5) / 4.5, 12)
    expect(meanThinkSeconds([look], 1)).toBe(1)
  })

  it('keep cookies where one of them does', () => {
    expect([keepsCookies({}), keepsCookies({ flows: [buy] })]).toEqual([false, false])
    expect(keepsCookies({ flows: [look, flow({ cookies: true })] })).toBe(true)
  })
})
