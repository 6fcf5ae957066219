// How many requests a run needs so that an objective can be proven, if all goes well. An estimate before the run: the
// judgement itself is made of what was measured.

import { TAIL, TWO_SIDED_Z } from '../../core/confidence-level.ts'
import { allowedShare, type Objective } from '../../core/scenario/objective.ts'

/** @param expectedShare how many requests are expected to miss the limit, where that is known */
export function neededRequests(objective: Objective, expectedShare = 0): number {
  const allowed = Math.max(allowedShare(objective), LEAST_SHARE)
  // With no miss in n, the upper end of the interval is 1 − TAIL^(1/n).
  const withoutMiss = Math.ceil(Math.log(TAIL) / Math.log(1 - allowed))
  const room = allowed - expectedShare
  // The normal approximation: that many until the interval around the expected share excludes the limit.
  const withMisses = room > 0 ? Math.ceil((TWO_SIDED_Z / room) ** 2 * allowed * (1 - allowed)) : withoutMiss
  return Math.max(withoutMiss, expectedShare > 0 ? withMisses : 0)
}

/** A limit of 0% or 100% cannot be proven by any number of requests. */
const LEAST_SHARE = 1e-6
