// How probable it is that alerts fire in a time in which nothing goes wrong.

import { chanceWithin, mostFiringsPerDay } from '../../core/drill/by-chance.ts'
import type { DrilledAlert } from '../../core/report/drill-report.ts'

/** Of any of them; 1 where nothing is known of quiet time. A watchdog, which tells of no incident, adds nothing. */
export function chanceOfFiring(alerts: readonly Pick<DrilledAlert, 'quiet'>[], seconds: number): number {
  const rates = alerts.map(({ quiet }) =>
    quiet?.alwaysFiring ? 0 : mostFiringsPerDay(quiet?.firings ?? 0, quiet?.days ?? 0),
  )
  const known = rates.flatMap((perDay) => perDay ?? [])
  if (known.length < rates.length) return 1
  return chanceWithin(
    known.reduce((sum, perDay) => sum + perDay, 0),
    seconds,
  )
}
