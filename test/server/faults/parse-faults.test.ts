import { expect, it } from 'vitest'
import type { Fault } from '../../../core/scenario/server-behaviour.ts'
import { parseFaults } from '../../../server/faults/parse-faults.ts'

it('reads every kind of fault from JSON', () => {
  const faults: Fault[] = [
    { kind: 'slowdown', factor: 3 },
    { kind: 'addedDelay', seconds: 2 },
    { kind: 'errors', share: 0.05 },
    { kind: 'resets', share: 0.01 },
    { kind: 'stall' },
  ]
  expect(parseFaults(JSON.parse(JSON.stringify(faults)))).toEqual(faults)
})

it.each([
  ['not a list', undefined, 'faults: expected a list, got undefined'],
  ['not a fault', [3], 'faults[0]: expected a fault, got 3'],
  ['null', [null], 'faults[0]: expected a fault, got null'],
  ['an unknown kind', [{ kind: 'stall' }, { kind: 'flood' }], 'faults[1].kind: expected slowdown, addedDelay'],
  ['a missing number', [{ kind: 'slowdown' }], 'faults[0].factor: expected a number of 0 or more, got undefined'],
  ['a negative delay', [{ kind: 'addedDelay', seconds: -1 }], 'faults[0].seconds: expected a number of 0 or more'],
  ['a share above 1', [{ kind: 'errors', share: 5 }], 'faults[0].share: expected a number from 0 to 1, got 5'],
  ['a number in quotes', [{ kind: 'resets', share: '0.1' }], 'got "0.1"'],
])('refuses %s', (_what, value, message) => {
  expect(() => parseFaults(value)).toThrow(RangeError)
  expect(() => parseFaults(value)).toThrow(message)
})
