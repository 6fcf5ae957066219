// The exact confidence interval of a fraction. Source: Clopper and Pearson, Biometrika 26 (1934).
//
// Two-sided with equal tails, so each end is a one-sided bound at 97.5%: for no events in n trials the upper end is
// 1 − 0.025^(1/n), which is 0.61% at 600, 1.83% at 200, and below 1% from 368 trials on.

import { TAIL } from '../../core/confidence-level.ts'
import { binomialAtMost } from './binomial.ts'

export interface FractionBounds {
  readonly lower: number
  readonly upper: number
}

/**
 * @param tail with which probability each end is wrong at most
 * @throws RangeError unless there is at least one trial, and no more events than trials
 */
export function clopperPearson(events: number, trials: number, tail: number = TAIL): FractionBounds {
  if (!(trials > 0 && events >= 0 && events <= trials))
    throw new RangeError(`expected 0 to ${trials} events of at least one trial, got ${events}`)
  return {
    lower: events === 0 ? 0 : fractionWhere((fraction) => 1 - binomialAtMost(events - 1, trials, fraction) >= tail),
    upper: events === trials ? 1 : fractionWhere((fraction) => binomialAtMost(events, trials, fraction) <= tail),
  }
}

/** The smallest fraction for which a monotone condition holds. 60 halvings reach the last bit of a float64. */
function fractionWhere(holds: (fraction: number) => boolean): number {
  let [low, high] = [0, 1]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}
