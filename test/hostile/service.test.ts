// A run against every hostile answer at once: each request is counted as what became of it, whichever engine sent it.

import { describe, expect, it } from 'vitest'
import { sumAccounting } from '../../core/run/load-result.ts'
import { LOAD_ENGINES } from '../../core/scenario/load-engine.ts'
import { runLoad } from '../../load/run-load.ts'
import { loadPlan, openPhase, requestTemplate } from '../support/load-plan.ts'
import { HOSTILE_ANSWERS } from './hostile-answers.ts'
import { hostileService } from './hostile-service.ts'

const HOOKS = {
  onEpoch: () => {},
  beforeMeasured: async () => {},
  onPhaseStart: () => {},
  onProgress: () => {},
}

/** How the requests of each template ended: `{ protocol: 7 }`. */
async function outcomesAgainst(url: string, engine: (typeof LOAD_ENGINES)[number]) {
  const requests = HOSTILE_ANSWERS.map(({ name }) => requestTemplate({ name, path: `/${name}` }))
  const phases = [openPhase({ rate: 120, durationSeconds: 5 })]
  const plan = loadPlan(url, { requests, phases, engine, connections: 200, timeoutSeconds: 1 })
  const { slots } = await runLoad(plan, HOOKS).result
  return HOSTILE_ANSWERS.map(({ name }, request) => {
    const { completed, timeouts, unfinished, neverSent, errorKinds, offered } = sumAccounting(
      slots.filter((slot) => slot.request === request),
    )
    const ended = { completed, timeout: timeouts, unfinished, neverSent, ...errorKinds }
    return { name, offered, ended: Object.fromEntries(Object.entries(ended).filter(([, count]) => count > 0)) }
  })
}

describe.each(LOAD_ENGINES)('the engine %s', (engine) => {
  it('counts every request of a hostile service as what became of it', async ({ onTestFinished }) => {
    const service = await hostileService()
    onTestFinished(() => service.close())
    const outcomes = await outcomesAgainst(service.url, engine)
    expect(outcomes.map(({ name, ended }) => ({ name, ended, requests: service.requests.get(name) }))).toEqual(
      outcomes.map(({ name, offered }, i) => ({
        name,
        ended: { [HOSTILE_ANSWERS[i]?.outcome ?? '']: offered },
        requests: offered,
      })),
    )
    expect(Math.min(...outcomes.map(({ offered }) => offered))).toBeGreaterThan(0)
  })
})
