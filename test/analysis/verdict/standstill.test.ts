import { expect, it } from 'vitest'
import { judgeRun } from '../../../analysis/judge-run.ts'
import { standstills, withMissingArrivals } from '../../../analysis/verdict/standstill.ts'
import { latencyQuantile } from '../../../core/latency/latency-counts.ts'
import { measuredSlots, slaLatencies } from '../../../core/run/load-result.ts'
import type { Phase } from '../../../core/scenario/load-plan.ts'
import { evenly, loadOf, phaseWindows } from '../support/load-of.ts'
import { requestTemplates, runRecordOf } from '../support/run-record-of.ts'

const USERS: Phase = {
  name: 'go',
  durationSeconds: 10,
  measured: true,
  traffic: { kind: 'closed', users: 4, thinkSeconds: 0 },
}
const OPTIONS = { phases: [USERS], timeoutSeconds: 10 }
const WINDOWS = phaseWindows([{ name: 'go', seconds: 10 }])
const calm = [...evenly(0, 4, 400, () => ({ serviceTime: 0.01 })), ...evenly(6, 10, 400, () => ({ serviceTime: 0.01 }))]
const frozen = (...due: number[]) => due.map((at) => ({ due: at, serviceTime: 2 }))

it.each([
  ['a freeze in which every user waits', frozen(4, 4.001, 4.002, 4.003), 1],
  ['one that begins around the turn of a second', frozen(3.99, 3.995, 4.001, 4.002), 1],
  ['one slow request of four users', frozen(4), 0],
  ['no slow request', [], 0],
])('%s', (_, slow, count) => {
  const found = standstills(loadOf(WINDOWS, [...calm, ...slow]), OPTIONS)
  expect(found).toHaveLength(count)
  if (count === 1) expect(found[0]).toMatchObject({ users: 4, seconds: expect.closeTo(2, 1) })
})

it('counts one freeze once where the next phase begins in it, with users of its own', () => {
  const windows = phaseWindows([
    { name: 'calm', seconds: 4 },
    { name: 'freeze', seconds: 6 },
  ])
  const slow = frozen(3.99, 3.991, 3.992, 3.993, 4, 4.001, 4.002, 4.003)
  const found = standstills(loadOf(windows, [...calm, ...slow]), { ...OPTIONS, phases: [USERS, USERS] })
  expect(found).toMatchObject([{ phase: 1, second: 4, users: 4 }])
})

it('counts a standstill that ended in timeouts as long as the timeout', () => {
  const hung = [4, 4.1, 4.2, 4.3].map((due) => ({ due, serviceTime: 0, outcome: 'timeout' as const }))
  expect(standstills(loadOf(WINDOWS, [...calm, ...hung]), OPTIONS)).toMatchObject([{ seconds: 10 }])
})

it('adds the arrivals that were missing, each waiting until the end: the canonical 2 s of 10 s', () => {
  const load = loadOf(WINDOWS, [...calm, ...frozen(4, 4.001, 4.002, 4.003)])
  const observed = slaLatencies(measuredSlots(load), 'responseTime')
  expect(latencyQuantile(observed, 0.99)).toBeCloseTo(0.01, 3)
  const corrected = withMissingArrivals(observed, standstills(load, OPTIONS))
  // A fifth of all arrivals falls into the freeze; the slowest twentieth of all waited for more than three quarters of it.
  expect(latencyQuantile(corrected, 0.95)).toBeCloseTo(1.5, 1)
  expect(latencyQuantile(corrected, 0.99)).toBeCloseTo(1.9, 1)
})

it('leaves the finding as observed, and says what it hides', () => {
  const load = loadOf(WINDOWS, [...calm, ...frozen(4, 4.001, 4.002, 4.003)])
  const record = runRecordOf({ load, sla: ['p95 < 100ms'] })
  const { scenario } = record
  const report = judgeRun({ ...record, scenario: { ...scenario, load: { ...scenario.load, phases: [USERS] } } })
  expect(report.sla[0]?.finding).toBe('pass')
  expect(report.sla[0]?.reason).toMatch(/users saw who stood still; at their normal pace it would have been 1\.5/)
  expect(report.notes?.join()).toMatch(
    /Users stood still for 2s or longer: each of 4 users .*p95 < 100ms would not be met/,
  )
})

it('gives each request its share of what was missing', () => {
  const browse = evenly(0, 10, 360, (_, due) => ({ serviceTime: due > 4 && due < 6 ? 6 - due : 0.01, request: 0 }))
  const kept = browse.filter(({ due }) => due < 4 || due >= 6)
  const checkout = kept.filter((_, i) => i % 9 === 0).map((each) => ({ ...each, request: 1 }))
  const load = loadOf(WINDOWS, [...kept, ...checkout, ...frozen(4, 4.001, 4.002, 4.003)])
  const sla = ['p95 < 100ms', 'p95 < 100ms for checkout', 'p95 < 100ms for browse']
  const record = runRecordOf({ load, sla, scenario: { requests: requestTemplates('browse', 'checkout') } })
  const { scenario } = record
  const report = judgeRun({ ...record, scenario: { ...scenario, load: { ...scenario.load, phases: [USERS] } } })
  for (const { finding, reason } of report.sla) {
    expect(finding).toBe('pass')
    expect(reason).toMatch(/at their normal pace it would have been 1\.5/)
  }
})
