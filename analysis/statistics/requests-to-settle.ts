// How many more requests would separate a fraction from its limit, if the fraction stayed the same.

import { TAIL } from '../../core/confidence-level.ts'
import { firstWhere } from '../../core/search.ts'
import { binomialAtMost } from './binomial.ts'
import type { FractionInterval } from './fraction-interval.ts'

// No test runs long enough for more requests than this.
const MOST_REQUESTS = 1e9

/**
 * The smallest n at which the exact interval of independent requests excludes the limit, less those already there.
 * Rounded up to two digits.
 * @returns null where the fraction equals the limit, or where the interval excludes the limit already
 */
export function requestsToSettle(
  { fraction, trials }: Pick<FractionInterval, 'fraction' | 'trials'>,
  limitFraction: number,
): number | null {
  if (fraction === limitFraction) return null
  const needed = neededIfIndependent(fraction, limitFraction)
  return needed < MOST_REQUESTS && needed > trials ? roundedUp(needed - trials) : null
}

function neededIfIndependent(fraction: number, limitFraction: number): number {
  return firstWhere(1, MOST_REQUESTS, (n) =>
    fraction < limitFraction
      ? binomialAtMost(fraction * n, n, limitFraction) <= TAIL
      : 1 - binomialAtMost(fraction * n - 1, n, limitFraction) <= TAIL,
  )
}

function roundedUp(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1)
  return Math.ceil(count / unit) * unit
}
