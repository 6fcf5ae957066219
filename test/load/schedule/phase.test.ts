import { describe, expect, it } from 'vitest'
import type { LoadPlan } from '../../../core/scenario/load-plan.ts'
import type { Arrival } from '../../../load/schedule/arrival.ts'
import { planPhases, streamNames } from '../../../load/schedule/phase.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'

const plan = loadPlan('http://127.0.0.1:1', {
  arrivals: 'poisson',
  seed: 7,
  requests: [requestTemplate({ weight: 3 }), requestTemplate({ weight: 1 })],
  phases: [
    openPhase({ name: 'ramp', rate: 50, durationSeconds: 4 }),
    openPhase({ name: 'crowd', durationSeconds: 10, traffic: { kind: 'closed', users: 12, thinkSeconds: 100 } }),
    openPhase({ name: 'after', rate: 80, durationSeconds: 2 }),
  ],
})

function arrivals(of: LoadPlan, index: number, count: number): Arrival[] {
  const all: Arrival[] = []
  for (const phase of planPhases(of, { index, count }))
    phase.sourceFrom(100).releaseDue(1000, { offer: (arrival) => all.push(arrival) })
  return all
}

const inOrder = (all: readonly Arrival[]) =>
  [...all].sort((a, b) => a.phase - b.phase || a.intendedSeconds - b.intendedSeconds || a.user - b.user)

describe('shards', () => {
  it.each([1, 2, 3, 7])('%i generators together have the arrivals of one, with the same requests', (generators) => {
    const together = Array.from({ length: generators }, (_, generator) => arrivals(plan, generator, generators)).flat()
    expect(inOrder(together)).toEqual(inOrder(arrivals(plan, 0, 1)))
  })

  it('shards are equal within one arrival for each phase', () => {
    const counts = [0, 1, 2].map((generator) => arrivals(plan, generator, 3).length)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(3)
  })
})

describe('randomness', () => {
  const ofPhase = (of: LoadPlan, phase: number) => arrivals(of, 0, 1).filter((arrival) => arrival.phase === phase)

  it('a phase keeps its arrivals when another phase is removed', () => {
    const without = { ...plan, phases: plan.phases.slice(2) }
    expect(ofPhase(without, 0)).toEqual(ofPhase(plan, 2).map((arrival) => ({ ...arrival, phase: 0 })))
  })

  it('another seed gives other arrivals', () => {
    expect(ofPhase({ ...plan, seed: 8 }, 0)).not.toEqual(ofPhase(plan, 0))
  })
})

it('names a random stream after its phase and numbers the second phase of a name', () => {
  const phases = ['warm-up', 'steady', 'spike', 'steady'].map((name) => ({ name }))
  expect(streamNames(phases)).toEqual(['warm-up', 'steady', 'spike', 'steady #2'])
})
