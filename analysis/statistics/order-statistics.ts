// The order statistics of a sample that bracket a quantile of its population, whatever the distribution.
// Source: the binomial argument of Thompson (1936); Conover, Practical Nonparametric Statistics, 3.2.

import { TAIL } from '../../core/confidence-level.ts'
import { firstWhere } from '../../core/search.ts'
import { binomialAtMost } from './binomial.ts'

/** Ranks from 1 to the count. 0 below and count + 1 above: the sample is too small to bound that end. */
export interface RankInterval {
  readonly lower: number
  readonly upper: number
}

/**
 * The ranks between which the quantile lies with CONFIDENCE_LEVEL or more.
 *
 *   lower  the largest rank l with P(B ≤ l − 1) ≤ TAIL
 *   upper  the smallest rank u with P(B ≤ u − 1) ≥ 1 − TAIL,  B binomial with `count` trials and probability `quantile`
 *
 * The upper end of a P95 is bounded from 72 samples on (0.95ⁿ ≤ 2.5%); one-sided, 59 would do (0.95ⁿ ≤ 5%).
 * @param tail with which probability each end is wrong at most
 */
export function orderStatisticRanks(quantile: number, count: number, tail: number = TAIL): RankInterval {
  if (!(quantile > 0 && quantile < 1)) throw new RangeError(`expected a quantile between 0 and 1, got ${quantile}`)
  const below = (rank: number) => binomialAtMost(rank - 1, count, quantile)
  return {
    lower: firstWhere(1, count + 1, (rank) => below(rank) > tail) - 1,
    upper: firstWhere(1, count + 1, (rank) => below(rank) >= 1 - tail),
  }
}
