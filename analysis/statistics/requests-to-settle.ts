// How many more requests would tell a fraction from its limit, if the fraction stayed what it is.

import { TAIL } from '../../core/confidence-level.ts'
import { firstWhere } from '../../core/search.ts'
import { binomialAtMost } from './binomial.ts'
import type { FractionInterval } from './fraction-interval.ts'

// Beyond this, nobody runs a test until it is settled.
const MOST_REQUESTS = 1e9

/**
 * The interval shrinks like 1/√n: for independent requests, the first n at which the exact one leaves the limit out;
 * for correlated ones, as many times the requests as the square of how far the limit lies inside. Two digits, upward.
 * @returns null where it is the limit itself, or where the interval leaves it out already
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
