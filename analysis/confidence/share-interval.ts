// The 95% interval of a share: exact for independent requests, wider where seconds are correlated.

import { clopperPearson, type ShareBounds } from './clopper-pearson.ts'
import { type SlotTrials, slotBootstrap } from './slot-bootstrap.ts'

/** One second of one stratum: how many requests, and how many of them are of the kind that is counted. */
export interface SlotTally extends SlotTrials {
  readonly events: number
}

export interface ShareInterval extends ShareBounds {
  readonly share: number
  readonly trials: number
  /** How many of these requests say as much as one independent request: 1 or more. */
  readonly designEffect: number
}

/**
 * @param tallies one for each second of each stratum, in the order of the seconds
 * @throws RangeError where there is no trial
 */
export function shareInterval(tallies: readonly SlotTally[], seed: number): ShareInterval {
  const trials = tallies.reduce((sum, tally) => sum + tally.trials, 0)
  const events = tallies.reduce((sum, tally) => sum + tally.events, 0)
  const exact = clopperPearson(events, trials)
  const share = events / trials
  const spread = slotBootstrap(tallies, seed)(tallies.map((tally) => tally.events)) ?? { lower: 0, upper: 0 }
  const lower = Math.min(exact.lower, Math.max(0, share + spread.lower))
  const upper = Math.max(exact.upper, Math.min(1, share + spread.upper))
  const designEffect = ((upper - lower) / (exact.upper - exact.lower)) ** 2
  return { share, trials, lower, upper, designEffect }
}
