import { describe, expect, it } from 'vitest'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { affordablePlan, openFileLimit } from '../../load/open-files.ts'

const PLAN: LoadPlan = {
  url: 'http://127.0.0.1:1',
  requests: [],
  arrivals: 'constant',
  seed: 1,
  connections: 256,
  engine: 'autocannon',
  timers: 'auto',
  workers: 2,
  timeoutSeconds: 1,
  verifyTls: true,
  phases: [],
}

describe('affordablePlan', () => {
  it.each([Number.POSITIVE_INFINITY, 1024, 336])('leaves a plan as it is where %d files may be open', (openFiles) => {
    expect(affordablePlan(PLAN, [{ openFiles }])).toEqual({ plan: PLAN, problems: [] })
  })

  it('takes as many connections as can be open, and says so', () => {
    expect(affordablePlan(PLAN, [{ openFiles: 150 }])).toEqual({
      plan: { ...PLAN, connections: 70 },
      problems: [{ kind: 'too-few-open-files', openFiles: 150, wanted: 256, allowed: 70 }],
    })
  })

  it('refuses where there is room for none', () => {
    expect(() => affordablePlan(PLAN, [{ openFiles: 64 }])).toThrow('got one of 64')
  })
})

it('reads the limit of this process', () => {
  expect(openFileLimit()).toBeGreaterThan(16)
})
