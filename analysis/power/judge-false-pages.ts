// How often an alert pages for nothing, from stretches of quiet time of the same length.
//
// Pages that come one by one are a Poisson count. An alert that flaps has several at once: then the counts of the stretches
// differ by more than a Poisson count's own spread, and as many times as they do, so many pages tell as much as one that
// came by itself (the index of dispersion, Cox 1955).

import type { FalsePages } from '../../core/drill/power-curve.ts'
import type { Verdict } from '../../core/report/worst-verdict.ts'
import { addCount, dispersion, NO_COUNTS } from '../statistics/dispersion.ts'
import { poissonInterval } from '../statistics/poisson-interval.ts'
import type { Looks } from './looks.ts'

/** @param pages of each stretch @returns null without a stretch */
export function judgeFalsePages(pages: readonly number[], stretchDays: number, looks: Looks): FalsePages | null {
  if (pages.length === 0) return null
  const sums = pages.reduce(addCount, NO_COUNTS)
  const total = sums.sum
  const days = pages.length * stretchDays
  const together = dispersion(sums)
  const { lower, upper } = poissonInterval(total / together, looks.tail)
  return {
    pages: total,
    days,
    perDay: { estimate: total / days, low: (lower * together) / days, high: (upper * together) / days },
  }
}

/** Whether there are at most so many a day. */
export function keepsBelow({ perDay }: FalsePages, mostPerDay: number): Verdict {
  if (perDay.high !== null && perDay.high <= mostPerDay) return 'pass'
  return perDay.low > mostPerDay ? 'fail' : 'inconclusive'
}
