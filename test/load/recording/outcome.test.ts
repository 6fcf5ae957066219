import { expect, it } from 'vitest'
import { ERROR_KINDS } from '../../../core/run/load-result.ts'
import {
  COMPLETED,
  errorKindOf,
  INTERRUPTED,
  OUTCOMES,
  outcomeCode,
  TIMEOUT,
  UNFINISHED,
} from '../../../load/recording/outcome.ts'

it('maps each error kind to a code and back', () => {
  expect(ERROR_KINDS.map((kind) => errorKindOf(outcomeCode(kind)))).toEqual(ERROR_KINDS)
})

it('gives no error kind for outcomes that are not errors', () => {
  expect([COMPLETED, TIMEOUT, UNFINISHED, INTERRUPTED].map(errorKindOf)).toEqual(Array(4).fill(undefined))
})

it('keeps the codes, which are part of the protocol', () => {
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
    'capture',
    'redirect',
    'unsendable',
    'unreadable',
    'interrupted',
  ])
})
