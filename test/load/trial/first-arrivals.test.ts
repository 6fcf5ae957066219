import { describe, expect, it } from 'vitest'
import type { LoadPlan } from '../../../core/scenario/load-plan.ts'
import type { Arrival } from '../../../load/schedule/arrival.ts'
import { planPhases } from '../../../load/schedule/phase.ts'
import { firstArrivals } from '../../../load/trial/first-arrivals.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'

const users = (order: 'sequence' | 'once', rows: number): NonNullable<LoadPlan['data']> => [
  {
    name: 'users',
    order,
    format: 'csv',
    columns: ['email'],
    rows,
    source: { kind: 'memory', bytes: new Uint8Array() },
    usedBy: [true, false, true],
  },
]

const plan = loadPlan('http://127.0.0.1:1', {
  arrivals: 'poisson',
  seed: 7,
  requests: [
    requestTemplate({ weight: 3, varies: true }),
    requestTemplate({ weight: 1 }),
    requestTemplate({ weight: 2, varies: true }),
  ],
  data: users('sequence', 3),
  phases: [openPhase({ name: 'rush', rate: 50, durationSeconds: 10 }), openPhase({ name: 'after' })],
})

/** What a generator would send, in its order. */
function scheduled(of: LoadPlan): Arrival[] {
  const all: Arrival[] = []
  for (const phase of planPhases(of, { index: 0, count: 1 }))
    phase.sourceFrom(100).releaseDue(1000, { offer: (arrival) => all.push(arrival) })
  return all
}

const drawn = (arrivals: readonly Arrival[]) => arrivals.map(({ request, user, draw }) => ({ request, user, draw }))

describe('the first arrivals of each request', () => {
  it('draw what the load draws for them', () => {
    const all = scheduled(plan)
    for (const [request, first] of firstArrivals(plan, 5).entries())
      expect(drawn(first)).toEqual(drawn(all.filter((arrival) => arrival.request === request).slice(0, 5)))
  })

  it('draw nothing where nothing varies', () => {
    const fixed = { ...plan, data: [], requests: plan.requests.map(({ varies: _, ...template }) => template) }
    expect(firstArrivals(fixed, 1).flat()).toEqual(
      [0, 1, 2].map((request) => ({ intendedSeconds: 0, phase: 0, request, user: -1 })),
    )
  })

  it('are of one user each in a closed loop', () => {
    const traffic = { kind: 'closed', users: 9, thinkSeconds: 1 } as const
    const [first = []] = firstArrivals({ ...plan, phases: [openPhase({ name: 'crowd', traffic })] }, 3)
    expect(first.map(({ user }) => user).every((user) => user >= 0)).toBe(true)
  })

  it('end with the rows that are used once', () => {
    const drawing = firstArrivals({ ...plan, data: users('once', 3) }, 5)
    expect((drawing[0]?.length ?? 0) + (drawing[2]?.length ?? 0)).toBe(3)
  })
})
