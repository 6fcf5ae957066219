// How an arrival ended, as the small number that the hot path stores and messages carry.

import { ERROR_KINDS, type ErrorKind } from '../../core/run/load-result.ts'

/** The order is part of the generator protocol, both of whose ends are of the same version. */
export const OUTCOMES = ['completed', 'timeout', 'unfinished', ...ERROR_KINDS, 'interrupted'] as const

export type Outcome = (typeof OUTCOMES)[number]

/** A place in `OUTCOMES`. */
export type OutcomeCode = number

export const COMPLETED: OutcomeCode = outcomeCode('completed')
export const TIMEOUT: OutcomeCode = outcomeCode('timeout')
export const UNFINISHED: OutcomeCode = outcomeCode('unfinished')
/** The run was stopped before it ended. */
export const INTERRUPTED: OutcomeCode = outcomeCode('interrupted')
export const CONNECT: OutcomeCode = outcomeCode('connect')
export const UNSENDABLE: OutcomeCode = outcomeCode('unsendable')
export const STATUS: OutcomeCode = outcomeCode('status')
export const EXPECTATION: OutcomeCode = outcomeCode('expectation')
export const CAPTURE: OutcomeCode = outcomeCode('capture')
export const UNREADABLE: OutcomeCode = outcomeCode('unreadable')
export const REDIRECT: OutcomeCode = outcomeCode('redirect')

const FIRST_ERROR: OutcomeCode = outcomeCode(ERROR_KINDS[0])

export function outcomeCode(outcome: Outcome): OutcomeCode {
  return OUTCOMES.indexOf(outcome)
}

/** The error kind of a code; undefined where the code is not an error's. */
export function errorKindOf(code: OutcomeCode): ErrorKind | undefined {
  // Asked first, because an array answers a negative index a hundred times slower than any other.
  return code < FIRST_ERROR ? undefined : ERROR_KINDS[code - FIRST_ERROR]
}
