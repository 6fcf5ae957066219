// A run against every hostile answer at once: each request is counted as what became of it, whichever engine sent it.

import { describe, expect, it } from 'vitest'
import { type LoadResult, sumAccounting } from '../../core/run/load-result.ts'
import { LOAD_ENGINES } from '../../core/scenario/load-engine.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { runLoad } from '../../load/run-load.ts'
import { loadPlan, openPhase, requestTemplate } from '../support/load-plan.ts'
import { HOSTILE_ANSWERS, HOSTILE_FLOODS, type HostileAnswer } from './hostile-answers.ts'
import { hostileService } from './hostile-service.ts'

const HOOKS = {
  onEpoch: () => {},
  beforeMeasured: async () => {},
  onPhaseStart: () => {},
  onProgress: () => {},
}

/** Sends requests for all the answers in turn. */
async function runAgainst(answers: readonly HostileAnswer[], plan: Partial<LoadPlan>) {
  const service = await hostileService(answers)
  try {
    const requests = answers.map(({ name, expect = { statuses: [] } }) =>
      requestTemplate({ name, path: `/${name}`, expect }),
    )
    const load = await runLoad(loadPlan(service.url, { requests, ...plan }), HOOKS).result
    return { load, received: service.requests }
  } finally {
    await service.close()
  }
}

/** How the requests of one answer ended: `{ protocol: 7 }`. */
function endedOf({ slots }: LoadResult, request: number) {
  const { completed, timeouts, unfinished, neverSent, errorKinds, offered } = sumAccounting(
    slots.filter((slot) => slot.request === request),
  )
  const ended = { completed, timeout: timeouts, unfinished, neverSent, ...errorKinds }
  return { offered, ended: Object.fromEntries(Object.entries(ended).filter(([, count]) => count > 0)) }
}

function expectAccounted(answers: readonly HostileAnswer[], load: LoadResult, received: ReadonlyMap<string, number>) {
  const requests = answers.map((answer, i) => ({ ...answer, ...endedOf(load, i) }))
  expect(requests.map(({ name, ended }) => ({ name, ended, received: received.get(name) }))).toEqual(
    requests.map(({ name, outcome, lateOutcome = outcome, offered, ended }) => {
      const late = lateOutcome === outcome ? 0 : (ended[lateOutcome] ?? 0)
      const counts = { [outcome]: offered - late, [lateOutcome]: lateOutcome === outcome ? offered : late }
      const expected = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
      return { name, ended: expected, received: offered }
    }),
  )
  expect(Math.min(...requests.map(({ offered }) => offered))).toBeGreaterThan(0)
}

describe.each(LOAD_ENGINES)('the engine %s', (engine) => {
  it('counts every request of a hostile service as what became of it', async () => {
    const phases = [openPhase({ rate: 120, durationSeconds: 3 })]
    const { load, received } = await runAgainst(HOSTILE_ANSWERS, {
      phases,
      engine,
      connections: 200,
      timeoutSeconds: 5,
    })
    expectAccounted(HOSTILE_ANSWERS, load, received)
  })

  it('gives up a body that is larger than it may be, and says so', async () => {
    const phases = [openPhase({ rate: 12, durationSeconds: 1 })]
    const { load, received } = await runAgainst(HOSTILE_FLOODS, { phases, engine, timeoutSeconds: 20 })
    expectAccounted(HOSTILE_FLOODS, load, received)
    expect(new Set(load.firstErrors.map(({ reason }) => reason))).toEqual(
      new Set([
        'json: a body of more than 16 MB',
        'the body was larger than 16 MB, the most that is read of an answer',
      ]),
    )
  })
})
