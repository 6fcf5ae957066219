import { describe, expect, it } from 'vitest'
import { chooseEngine } from '../../../core/scenario/choose-engine.ts'
import type { Traffic } from '../../../core/scenario/load-plan.ts'

const phasesWith = (...traffic: Traffic[]) =>
  traffic.map((each) => ({ name: 'main', durationSeconds: 1, measured: true, traffic: each }))
const rate = (fromRatePerSecond: number, toRatePerSecond = fromRatePerSecond): Traffic => ({
  kind: 'open',
  fromRatePerSecond,
  toRatePerSecond,
})
const users = (thinkSeconds: number): Traffic => ({ kind: 'closed', users: 10, thinkSeconds })

describe('chooseEngine', () => {
  it.each(['raw', 'autocannon'] as const)('takes %s where it is asked for', (name) => {
    for (const phases of [phasesWith(rate(1)), phasesWith(rate(50_000)), phasesWith(users(0))])
      expect(chooseEngine(name, phases)).toEqual({ name, reason: 'asked for' })
  })

  it.each([
    ['up to 5,000 requests a second', [rate(5000)], 'autocannon'],
    ['more of them in one phase', [rate(10), rate(5001)], 'raw'],
    ['a ramp that ends above', [rate(10, 6000)], 'raw'],
    ['a ramp that begins above', [rate(6000, 10)], 'raw'],
    ['ten users who think for 2 ms', [users(0.002)], 'autocannon'],
    ['ten users who think for 1 ms', [rate(10), users(0.001)], 'raw'],
    ['users who do not think', [users(0)], 'raw'],
  ] as const)('with auto, for %s', (_, traffic, name) => {
    expect(chooseEngine('auto', phasesWith(...traffic)).name).toBe(name)
    expect(chooseEngine(undefined, phasesWith(...traffic)).name).toBe(name)
  })
})
