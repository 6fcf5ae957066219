// How many more requests would tell a share from its limit, if the share stayed what it is.

import { binomialAtMost } from './binomial.ts'
import { firstWhere } from './first-where.ts'
import { TAIL } from './order-statistic-ranks.ts'
import type { ShareInterval } from './share-interval.ts'

// Beyond this, nobody runs a test until it is settled.
const MOST_REQUESTS = 1e9

/**
 * The exact interval of `share · n` events in n requests shrinks like 1/√n; the first n at which it leaves the limit
 * out, times the design effect, less those there are. Rounded up to two digits.
 * @returns null where more requests alone would not settle it
 */
export function requestsToSettle(interval: ShareInterval, limitShare: number): number | null {
  const { share, trials, designEffect } = interval
  if (share === limitShare) return null
  const settled = (n: number) =>
    share < limitShare
      ? binomialAtMost(share * n, n, limitShare) <= TAIL
      : 1 - binomialAtMost(share * n - 1, n, limitShare) <= TAIL
  const needed = firstWhere(1, MOST_REQUESTS, settled)
  const more = needed * designEffect - trials
  return needed === MOST_REQUESTS || more <= 0 ? null : roundedUp(more)
}

function roundedUp(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1)
  return Math.ceil(count / unit) * unit
}
