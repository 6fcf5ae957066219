import { describe, expect, it } from 'vitest'
import type { Flow } from '../../../core/scenario/flows/flow.ts'
import { Walk } from '../../../load/flows/walk.ts'
import { flow, step } from '../../support/flows.ts'

function requestsOf(flows: readonly Flow[], drawn: { flow: number; taken: readonly number[] }): number[] {
  const walk = new Walk(flows, drawn)
  const requests = [walk.request]
  while (walk.advance()) requests.push(walk.request)
  return requests
}

const shop = flow({ steps: [step(0), step(1, { times: 3 }), step(2)] })

describe('a walk', () => {
  it.each([
    ['goes through the steps in order, each as often as it says', [0, 1, 2], [0, 1, 1, 1, 2]],
    ['leaves out what the iteration does not take', [0, 2], [0, 2]],
    ['may begin at a later step', [1], [1, 1, 1]],
  ])('%s', (_, taken, requests) => {
    expect(requestsOf([shop], { flow: 0, taken })).toEqual(requests)
  })

  it('goes through the flow that was drawn', () => {
    expect(requestsOf([shop, flow({ steps: [step(7)] })], { flow: 1, taken: [0] })).toEqual([7])
  })

  it('tells the step, and how long the user thinks after it', () => {
    const walk = new Walk([flow({ steps: [step(5, { thinkSeconds: 2 }), step(6)] })], { flow: 0, taken: [0, 1] })
    expect([walk.step, walk.thinkSeconds]).toEqual([0, 2])
    walk.advance()
    expect([walk.step, walk.thinkSeconds]).toEqual([1, null])
  })
})
