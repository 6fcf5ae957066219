// How many more requests would separate a fraction from its limit, if the fraction stayed the same.

import { TAIL } from '../../core/confidence-level.ts'
import { firstWhere } from '../../core/search.ts'
import { binomialAtMost } from './binomial.ts'
import type { FractionInterval } from './fraction-interval.ts'

// No test runs long enough for more requests than this.
const MOST_REQUESTS = 1e9

/**
 * For independent requests: the smallest n at which the exact interval excludes the limit. For correlated requests: the
 * interval shrinks like 1/√n, so n grows with the square of the ratio by which it has to shrink. Rounded up to two digits.
 * @returns null where the fraction equals the limit, or where the interval excludes the limit already
 */
export function requestsToSettle(interval: FractionInterval, limitFraction: number): number | null {
  const { fraction, trials, designEffect } = interval
  if (fraction === limitFraction) return null
  const needed =
    designEffect > 1 ? neededIfCorrelated(interval, limitFraction) : neededIfIndependent(fraction, limitFraction)
  return needed < MOST_REQUESTS && needed > trials ? roundedUp(needed - trials) : null
}

function neededIfIndependent(fraction: number, limitFraction: number): number {
  return firstWhere(1, MOST_REQUESTS, (n) =>
    fraction < limitFraction
      ? binomialAtMost(fraction * n, n, limitFraction) <= TAIL
      : 1 - binomialAtMost(fraction * n - 1, n, limitFraction) <= TAIL,
  )
}

function neededIfCorrelated({ fraction, lower, upper, trials }: FractionInterval, limitFraction: number): number {
  const end = fraction < limitFraction ? upper : lower
  return trials * ((end - fraction) / (limitFraction - fraction)) ** 2
}

function roundedUp(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1)
  return Math.ceil(count / unit) * unit
}
