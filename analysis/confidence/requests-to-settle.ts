// How many more requests would tell a share from its limit, if the share stayed what it is.

import { firstWhere } from '../../core/search.ts'
import { binomialAtMost } from './binomial.ts'
import { TAIL } from './order-statistic-ranks.ts'
import type { ShareInterval } from './share-interval.ts'

// Beyond this, nobody runs a test until it is settled.
const MOST_REQUESTS = 1e9

/**
 * The interval shrinks like 1/√n: for independent requests, the first n at which the exact one leaves the limit out;
 * for correlated ones, as many times the requests as the square of how far the limit lies inside. Two digits, upward.
 * @returns null where it is the limit itself, or where the interval leaves it out already
 */
export function requestsToSettle(interval: ShareInterval, limitShare: number): number | null {
  const { share, trials, designEffect } = interval
  if (share === limitShare) return null
  const needed = designEffect > 1 ? neededIfCorrelated(interval, limitShare) : neededIfIndependent(share, limitShare)
  return needed < MOST_REQUESTS && needed > trials ? roundedUp(needed - trials) : null
}

function neededIfIndependent(share: number, limitShare: number): number {
  return firstWhere(1, MOST_REQUESTS, (n) =>
    share < limitShare
      ? binomialAtMost(share * n, n, limitShare) <= TAIL
      : 1 - binomialAtMost(share * n - 1, n, limitShare) <= TAIL,
  )
}

function neededIfCorrelated({ share, lower, upper, trials }: ShareInterval, limitShare: number): number {
  const end = share < limitShare ? upper : lower
  return trials * ((end - share) / (limitShare - share)) ** 2
}

function roundedUp(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1)
  return Math.ceil(count / unit) * unit
}
