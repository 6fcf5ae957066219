import { describe, expect, it } from 'vitest'
import { joinVarying } from '../../../core/references/varying-text.ts'
import { FixedRequests } from '../../../load/requests/fixed-requests.ts'
import { openRequests } from '../../../load/requests/open-requests.ts'
import type { Arrival } from '../../../load/schedule/arrival.ts'
import { planPhases } from '../../../load/schedule/phase.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'
import { plannedData } from '../../support/planned-data.ts'

const crowd = openPhase({ name: 'crowd', traffic: { kind: 'closed', users: 2, thinkSeconds: 0 } })
const data = [plannedData({ text: 'id\n1\n', usedBy: [false] })]
const values = [{ name: 'id', kind: 'uuid' }] as const

describe('a plan in which nothing varies', () => {
  const plan = loadPlan('http://h', { phases: [openPhase(), crowd], data, values })

  it('has its requests made once, and arrivals that draw nothing: it does no more than before there was data', () => {
    const { source, expectTurn, close } = openRequests(plan)
    expect(source).toBeInstanceOf(FixedRequests)
    const arrivals: Arrival[] = []
    for (const phase of planPhases(plan, { index: 0, count: 1 }, { expectTurn, outOfRows: () => {} }))
      phase.sourceFrom(0).releaseDue(0.4, { offer: (arrival) => arrivals.push(arrival) })
    expect(arrivals.length).toBeGreaterThan(2)
    for (const arrival of arrivals)
      expect(Object.keys(arrival)).toEqual(['intendedSeconds', 'phase', 'request', 'user'])
    close()
  })
})

describe('a plan in which something varies', () => {
  const path = joinVarying(['/', { source: 'values', name: 'id' }])
  const requests = [requestTemplate({ varies: true, path }), requestTemplate({ path: '/fixed' })]
  const plan = loadPlan('http://h', { requests, values })

  it('makes what varies for each arrival, and all else once', () => {
    const { source, close } = openRequests(plan)
    const arrival = (request: number, stream: string) => ({
      intendedSeconds: 0,
      phase: 0,
      request,
      user: -1,
      draw: { stream, turns: [] },
    })
    expect(source.prepare(arrival(1, 'a'))).toBe(source.prepare(arrival(1, 'b')))
    expect(source.prepare(arrival(0, 'a')).bytes).toEqual(source.prepare(arrival(0, 'a')).bytes)
    expect(source.prepare(arrival(0, 'a')).bytes).not.toEqual(source.prepare(arrival(0, 'b')).bytes)
    close()
  })
})
