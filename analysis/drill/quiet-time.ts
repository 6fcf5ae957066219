// What one alert did in all the time in which nothing went wrong.
//
// Pages that come several at once, of an alert that flaps, make the counts of months differ by more than a Poisson count's own
// spread: as many times as they do, so many pages tell as much as one that came by itself.

import type { QuietMonth } from '../../core/drill/month-outcome.ts'
import type { DrillQuiet } from '../../core/report/drill-report.ts'
import { addCount, type CountSums, dispersion, NO_COUNTS } from '../statistics/dispersion.ts'
import { poissonInterval } from '../statistics/poisson-interval.ts'

export interface QuietTime {
  /** Of pages, month by month. */
  readonly pages: CountSums
  readonly firings: number
  readonly firingSeconds: number
  readonly alwaysFiring: boolean
  readonly flaps: number
}

export const NO_QUIET_TIME: QuietTime = { pages: NO_COUNTS, firings: 0, firingSeconds: 0, alwaysFiring: true, flaps: 0 }

export function addQuietMonth(time: QuietTime, month: QuietMonth): QuietTime {
  return {
    pages: addCount(time.pages, month.pages),
    firings: time.firings + month.firings,
    firingSeconds: time.firingSeconds + month.firingSeconds,
    alwaysFiring: time.alwaysFiring && month.alwaysFiring,
    flaps: time.flaps + month.flaps,
  }
}

/** Null where no quiet month was simulated. */
export function reportedQuiet(time: QuietTime, monthDays: number): DrillQuiet | null {
  const { pages, firings, firingSeconds, alwaysFiring, flaps } = time
  if (pages.counts === 0) return null
  const days = pages.counts * monthDays
  const together = dispersion(pages)
  const { lower, upper } = poissonInterval(pages.sum / together)
  return {
    days,
    firings,
    pages: pages.sum,
    pagesPerDay: { estimate: pages.sum / days, low: (lower * together) / days, high: (upper * together) / days },
    firingSeconds,
    alwaysFiring,
    flaps,
  }
}
