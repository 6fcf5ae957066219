import { expect, it } from 'vitest'
import type { LoadPlan } from '../../../core/scenario/load-plan.ts'
import type { Timings } from '../../../load/generator/protocol.ts'
import { ReachTally } from '../../../load/losses/reach-tally.ts'
import { type Outcome, outcomeCode } from '../../../load/recording/outcome.ts'
import { sealTimings } from '../../../load/recording/seal-timings.ts'
import { TimingColumns } from '../../../load/recording/timings.ts'
import { loadPlan, openPhase } from '../../support/load-plan.ts'

const PLAN: LoadPlan = loadPlan('http://h', { phases: [openPhase({ name: 'one' }), openPhase({ name: 'two' })] })

function message(
  rows: readonly (readonly [outcome: Outcome, phase: number, change?: { status?: number; isSent?: boolean }])[],
) {
  const columns = new TimingColumns()
  for (const [outcome, phase, { status = 0, isSent = true } = {}] of rows)
    columns.add({
      intendedSeconds: phase,
      sentSeconds: isSent ? phase : Number.NaN,
      firstByteSeconds: status > 0 ? phase + 0.1 : Number.NaN,
      endedSeconds: phase + 0.2,
      sendLagSeconds: 0,
      sendState: isSent ? 1 : 0,
      phase,
      request: 0,
      outcome: outcomeCode(outcome),
      status,
    })
  const timings = columns.take()
  const rest: Omit<Timings, 'timings' | 'sealed'> = {
    ...{ version: 1, type: 'timings', atSeconds: 3, offered: rows.length, inFlight: 0, backlog: 0 },
    ...{ inFlightMax: 0, backlogMax: 0, firstErrors: [] },
    load: { wallSeconds: 1, activeSeconds: 0, cpuSeconds: 0, waitingForCoreSeconds: 0, saturatedSeconds: 0 },
  }
  return [
    { ...rest, timings },
    { ...rest, ...sealTimings(timings, PLAN) },
  ] satisfies Timings[]
}

it('counts by phase what got no connection and what was answered, the same of rows and of counts', () => {
  const [asRows, asCounts] = message([
    ['connect', 0, { isSent: false }],
    ['timeout', 0, { isSent: false }],
    ['timeout', 0],
    ['reset', 0],
    ['completed', 0, { status: 200 }],
    ['status', 1, { status: 503 }],
    ['completed', 1, { status: 200 }],
    ['connect', 1, { isSent: false }],
    ['unfinished', 1],
    ['interrupted', 1],
  ])
  for (const each of [asRows, asCounts]) {
    const tally = new ReachTally(2)
    if (each) tally.add(each)
    expect([tally.unconnected, tally.answered]).toEqual([
      [2, 1],
      [1, 2],
    ])
  }
})
