// What one alert did in the months in which nothing went wrong: every page there is a false one.

import type { DrilledMonth } from '../../core/drill/drilled-month.ts'
import type { DrillQuiet } from '../../core/report/drill-report.ts'
import { poissonInterval } from '../statistics/poisson-interval.ts'

const DAY_SECONDS = 86_400
/** An alert that fires anew within an hour has not been over. */
const FLAP_SECONDS = 3600

/**
 * Null where no quiet month was simulated.
 * @param place of the alert in every month
 * @param settledSeconds after which a watchdog must have fired: its `for` and an evaluation
 */
export function quietMonths(
  months: readonly DrilledMonth[],
  place: number,
  monthSeconds: number,
  settledSeconds: number,
): DrillQuiet | null {
  const quiet = months.filter(({ kind }) => kind === 'quiet')
  if (quiet.length === 0) return null
  const firings = quiet.map(({ alerts }) => alerts[place]?.firings ?? [])
  const pages = firings.reduce((sum, { length }) => sum + length, 0)
  const days = (quiet.length * monthSeconds) / DAY_SECONDS
  const { lower, upper } = poissonInterval(pages)
  return {
    days,
    pages,
    pagesPerDay: { estimate: pages / days, low: lower / days, high: upper / days },
    firingSeconds: firings
      .flat()
      .reduce((sum, { fromSeconds, toSeconds }) => sum + (toSeconds ?? monthSeconds) - fromSeconds, 0),
    alwaysFiring: firings.every((month) =>
      month.some(({ fromSeconds, toSeconds }) => fromSeconds <= settledSeconds && toSeconds === null),
    ),
    flaps: firings.reduce((sum, month) => sum + flapsOf(month), 0),
  }
}

function flapsOf(firings: DrilledMonth['alerts'][number]['firings']): number {
  return firings.filter(({ labels, fromSeconds }) => {
    const key = JSON.stringify(labels)
    return firings.some(
      (other) =>
        other.toSeconds !== null &&
        other.toSeconds <= fromSeconds &&
        fromSeconds - other.toSeconds < FLAP_SECONDS &&
        JSON.stringify(other.labels) === key,
    )
  }).length
}
