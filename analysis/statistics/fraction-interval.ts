// The confidence interval of a fraction: exact for independent requests, wider where seconds are correlated.

import { blockBootstrap, type SlotTrials } from './block-bootstrap.ts'
import { clopperPearson, type FractionBounds } from './clopper-pearson.ts'

/** One second of one stratum: its requests (`trials`), and how many of them are counted (`events`). */
export interface SlotTally extends SlotTrials {
  readonly events: number
}

export interface FractionInterval extends FractionBounds {
  readonly fraction: number
  readonly trials: number
  /** How many of these requests contain as much information as one independent request: 1 or more. */
  readonly designEffect: number
}

/**
 * @param tallies one for each second of each stratum, ascending in time
 * @throws RangeError where there is no trial
 */
export function fractionInterval(tallies: readonly SlotTally[], seed: number): FractionInterval {
  const trials = tallies.reduce((sum, tally) => sum + tally.trials, 0)
  const events = tallies.reduce((sum, tally) => sum + tally.events, 0)
  const exact = clopperPearson(events, trials)
  const fraction = events / trials
  const spread = blockBootstrap(tallies, seed)(tallies.map((tally) => tally.events)) ?? { lower: 0, upper: 0 }
  const lower = Math.min(exact.lower, Math.max(0, fraction + spread.lower))
  const upper = Math.max(exact.upper, Math.min(1, fraction + spread.upper))
  const designEffect = ((upper - lower) / (exact.upper - exact.lower)) ** 2
  return { fraction, trials, lower, upper, designEffect }
}
