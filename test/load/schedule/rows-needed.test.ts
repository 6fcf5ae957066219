import { expect, it } from 'vitest'
import { planPhases } from '../../../load/schedule/phase.ts'
import { rowsNeeded } from '../../../load/schedule/rows-needed.ts'
import { loadPlan, openPhase, requestTemplate } from '../../support/load-plan.ts'
import { plannedData } from '../../support/planned-data.ts'

const crowd = openPhase({ name: 'crowd', durationSeconds: 5, traffic: { kind: 'closed', users: 7, thinkSeconds: 1 } })
const open = [
  openPhase({ name: 'a', rate: 50, durationSeconds: 4 }),
  openPhase({ name: 'b', rate: 80, durationSeconds: 2 }),
]
const text = 'id\n1\n'
const plan = loadPlan('http://h', {
  arrivals: 'poisson',
  seed: 5,
  requests: [requestTemplate({ weight: 3, varies: true }), requestTemplate({ weight: 1, varies: true })],
  phases: open,
  data: [plannedData({ text, usedBy: [true, true] }), plannedData({ text, name: 'some', usedBy: [false, true] })],
})
const uses = [
  [true, true],
  [false, true],
]

it('counts what the open phases draw, to the row', () => {
  const drawn = [0, 0]
  for (const phase of planPhases(plan, { index: 0, count: 1 }))
    phase.sourceFrom(0).releaseDue(1000, {
      offer: ({ draw }) =>
        draw?.turns.forEach((turn, i) => {
          if (turn >= 0) drawn[i] = (drawn[i] ?? 0) + 1
        }),
    })
  expect(rowsNeeded({ ...plan, mixed: plan.requests }, uses)).toEqual(drawn)
  expect(drawn[1]).toBeGreaterThan(0)
})

it('knows of users that each of them draws one, where every request does', () => {
  const [all = 0, some] = rowsNeeded({ ...plan, mixed: plan.requests }, uses)
  expect(rowsNeeded({ ...plan, mixed: plan.requests, phases: [...open, crowd] }, uses)).toEqual([all + 7, some])
})
