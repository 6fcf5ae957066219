// What was seen of the condition of an alert at all of its evaluations, or at one of them.

import type { Lack } from './run/alert-evidence.ts'

export interface ConditionSeen {
  /** Whether it had something to compare. */
  readonly couldHold: boolean
  /** Whether a ratio without a numerator counted as 0. */
  readonly wasZero: boolean
  /** Why it could not have held; empty where it could, or was 0. */
  readonly lacks: readonly Lack[]
}

export const NO_CONDITION_SEEN: ConditionSeen = { couldHold: false, wasZero: false, lacks: [] }

/** Where a ratio was 0 once, series that are not there at another time are no reason why it could not have held. */
export function seenInBoth(a: ConditionSeen, b: ConditionSeen): ConditionSeen {
  const couldHold = a.couldHold || b.couldHold
  const wasZero = a.wasZero || b.wasZero
  if (couldHold) return { couldHold, wasZero, lacks: [] }
  const [before, after] = wasZero
    ? [a.lacks.filter(isOfSeriesThere), b.lacks.filter(isOfSeriesThere)]
    : [a.lacks, b.lacks]
  return { couldHold, wasZero, lacks: after.length > 0 ? after : before }
}

function isOfSeriesThere({ kind }: Lack): boolean {
  return kind === 'noResult' || kind === 'noObservations' || kind === 'noHighestBucket'
}
