import { expect, it } from 'vitest'
import type { Fault } from '../../../core/scenario/server-behaviour.ts'
import { faultEffects, NO_EFFECTS } from '../../../server/faults/combined-faults.ts'

it.each<[string, Fault[], object]>([
  ['no fault changes nothing', [], {}],
  ['a slowdown is a factor', [{ kind: 'slowdown', factor: 3 }], { slowdown: 3 }],
  [
    'slowdowns multiply',
    [
      { kind: 'slowdown', factor: 3 },
      { kind: 'slowdown', factor: 2 },
    ],
    { slowdown: 6 },
  ],
  [
    'delays add up',
    [
      { kind: 'addedDelay', seconds: 2 },
      { kind: 'addedDelay', seconds: 0.5 },
    ],
    { addedDelaySeconds: 2.5 },
  ],
  [
    'shares add up to 1 at most',
    [
      { kind: 'errors', share: 0.7 },
      { kind: 'errors', share: 0.7 },
      { kind: 'resets', share: 0.01 },
    ],
    { errorFraction: 1, resetFraction: 0.01 },
  ],
  ['a stall stalls', [{ kind: 'stall' }], { stalled: true }],
  [
    'different faults act side by side',
    [{ kind: 'slowdown', factor: 2 }, { kind: 'stall' }, { kind: 'resets', share: 0.1 }],
    { slowdown: 2, stalled: true, resetFraction: 0.1 },
  ],
])('%s', (_what, faults, expected) => {
  expect(faultEffects(faults)).toEqual({ ...NO_EFFECTS, ...expected })
})
