// However many generators there are, together they send the same: the same rows to the same arrivals, and the same
// generated values.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { joinVarying } from '../../../../core/references/varying-text.ts'
import type { LoadPlan } from '../../../../core/scenario/load-plan.ts'
import { COMPLETED } from '../../../../load/recording/outcome.ts'
import { openRequests } from '../../../../load/requests/open-requests.ts'
import type { Arrival } from '../../../../load/schedule/arrival.ts'
import { planPhases } from '../../../../load/schedule/phase.ts'
import { loadPlan, openPhase, requestTemplate } from '../../../support/load-plan.ts'
import { plannedData } from '../../../support/planned-data.ts'

const ref = (source: string, name: string) => ({ source, name })
const text = `id\n${Array.from({ length: 23 }, (_, i) => `row${i}\n`).join('')}`

function planOf(seed: number, order: 'sequence' | 'random', users: number): LoadPlan {
  return loadPlan('http://h', {
    arrivals: 'poisson',
    seed,
    requests: [
      requestTemplate({
        weight: 2,
        varies: true,
        path: joinVarying(['/a/', ref('users', 'id'), '?id=', ref('values', 'id')]),
      }),
      requestTemplate({
        weight: 1,
        varies: true,
        path: joinVarying(['/b/', ref('other', 'id'), '/', ref('users', 'id')]),
      }),
      requestTemplate({ weight: 1, path: '/fixed' }),
    ],
    phases: [
      openPhase({ name: 'one', rate: 20, durationSeconds: 2 }),
      openPhase({ name: 'crowd', durationSeconds: 10, traffic: { kind: 'closed', users, thinkSeconds: 1 } }),
      openPhase({ name: 'two', rate: 10, durationSeconds: 2 }),
    ],
    data: [
      plannedData({ text, order, usedBy: [true, true, false] }),
      plannedData({ text, name: 'other', usedBy: [false, true, false] }),
    ],
    values: [{ name: 'id', kind: 'uuid' }],
  })
}

/** What one generator sends: who sends it when, and its first line. @param answers after how long users get an answer */
function sent(plan: LoadPlan, index: number, count: number, answers: (user: number) => number): string[] {
  const requests = openRequests(plan)
  const lines: string[] = []
  for (const phase of planPhases(plan, { index, count }, { expectTurn: requests.expectTurn, outOfRows: () => {} })) {
    const source = phase.sourceFrom(0)
    const pending: Arrival[] = []
    for (let now = 0; now < 12; now += 0.25) {
      source.releaseDue(now, { offer: (arrival) => pending.push(arrival) })
      for (const arrival of pending.splice(0)) {
        const [line] = requests.source.prepare(arrival).bytes.toString().split('\r\n')
        lines.push(`${phase.phase} ${arrival.user} ${arrival.intendedSeconds} ${line}`)
        if (arrival.user >= 0) source.ended(arrival, COMPLETED, now + answers(arrival.user))
      }
    }
  }
  requests.close()
  return lines
}

it('is the same with any number of generators', () => {
  fc.assert(
    fc.property(
      fc.nat(1000),
      fc.constantFrom('sequence' as const, 'random' as const),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 2, max: 4 }),
      (seed, order, users, generators) => {
        const plan = planOf(seed, order, users)
        const answers = (user: number) => 0.25 * (user % 3)
        const together = Array.from({ length: generators }, (_, i) => sent(plan, i, generators, answers)).flat()
        const alone = sent(plan, 0, 1, answers)
        expect(together.sort()).toEqual([...alone].sort())
        expect(sent(plan, 0, 1, answers)).toEqual(alone)
      },
    ),
    { numRuns: 40 },
  )
})

it('gives a user the same rows in the same order, however slow the answers are', () => {
  const plan = planOf(3, 'sequence', 4)
  const ofUser = (lines: readonly string[]) =>
    lines.filter((line) => line.startsWith('1 2 ')).map((line) => line.split(' ').slice(3).join(' '))
  const fast = ofUser(sent(plan, 0, 1, () => 0))
  const slow = ofUser(sent(plan, 0, 1, (user) => user / 2))
  expect(slow.length).toBeLessThan(fast.length)
  expect(fast.slice(0, slow.length)).toEqual(slow)
})

it('gives arrivals of open phases the rows in their order, without a gap', () => {
  const plan = { ...planOf(3, 'sequence', 4), requests: planOf(3, 'sequence', 4).requests.slice(0, 1) }
  const lines = sent(plan, 0, 1, () => 0).filter((line) => !line.startsWith('1 '))
  expect(lines.map((line) => /row(\d+)/.exec(line)?.[1])).toEqual(lines.map((_, i) => String(i % 23)))
})
