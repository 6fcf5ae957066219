import { expect, it } from 'vitest'
import { ERROR_KINDS } from '../../../core/run/load-result.ts'
import { COMPLETED, errorKindOf, OUTCOMES, outcomeCode, TIMEOUT, UNFINISHED } from '../../../load/recording/outcome.ts'

it('each error kind has a code of its own that leads back to it', () => {
  expect(ERROR_KINDS.map((kind) => errorKindOf(outcomeCode(kind)))).toEqual(ERROR_KINDS)
})

it('what is no error has no error kind', () => {
  expect([COMPLETED, TIMEOUT, UNFINISHED].map(errorKindOf)).toEqual([undefined, undefined, undefined])
})

it('the codes are part of the protocol and stay as they are', () => {
  expect(OUTCOMES).toEqual([
    'completed',
    'timeout',
    'unfinished',
    'status',
    'expectation',
    'connect',
    'reset',
    'closed',
    'protocol',
  ])
})
