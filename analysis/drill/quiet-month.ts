// What one alert did in a month in which nothing went wrong: every page there is a false one.

import type { MonthFiring } from '../../core/drill/drilled-month.ts'
import type { QuietMonth } from '../../core/drill/month-outcome.ts'

/** An alert that fires anew within an hour has not been over. */
const FLAP_SECONDS = 3600

/**
 * @param firings in the order in which they began
 * @param settledSeconds after which a watchdog must have fired: its `for` and an evaluation
 */
export function quietMonth(firings: readonly MonthFiring[], monthSeconds: number, settledSeconds: number): QuietMonth {
  return {
    firings: firings.length,
    pages: new Set(firings.flatMap(({ notifiedSeconds }) => notifiedSeconds ?? [])).size,
    firingSeconds: firings.reduce(
      (sum, { fromSeconds, toSeconds }) => sum + (toSeconds ?? monthSeconds) - fromSeconds,
      0,
    ),
    alwaysFiring: firings.some(({ fromSeconds, toSeconds }) => fromSeconds <= settledSeconds && toSeconds === null),
    flaps: flapsOf(firings),
  }
}

function flapsOf(firings: readonly MonthFiring[]): number {
  const ended = new Map<string, number>()
  let flaps = 0
  for (const { labels, fromSeconds, toSeconds } of firings) {
    const key = JSON.stringify(labels)
    const before = ended.get(key)
    if (before !== undefined && fromSeconds - before < FLAP_SECONDS) flaps++
    if (toSeconds !== null) ended.set(key, toSeconds)
  }
  return flaps
}
