// Whether an alert that fires after an incident began fires because of it: one that fires every hour anyway fires soon after any
// instant.

import type { DrillDetection, IncidentOverSeeds } from '../report/drill-report.ts'

const DAY_SECONDS = 86_400
/** From this probability on, that a page has nothing to do with the incident. */
export const LARGEST_CHANCE = 0.05

/** All that comes by itself may come in one third of the hours: those at night, say. */
export const THIRDS = 3

/** How probable it is that what comes so often a day by itself comes within a time. */
export function chanceWithin(perDay: number, seconds: number): number {
  return -Math.expm1((-perDay * seconds) / DAY_SECONDS)
}

/**
 * How often an alert fires in the hours in which it fires most. A page comes of a firing, and not every firing of a page: where
 * firings are rare, pages are, too.
 * @returns null where no quiet time says anything of it
 */
export function mostFiringsPerDay(firings: number, quietDays: number): number | null {
  return quietDays === 0 ? null : (THIRDS * firings) / quietDays
}

/** Whether firings of one alert after one incident, in a month or over seeds, may have come without it. */
export function mayBeByChance({ byChance }: Pick<DrillDetection, 'byChance'>): boolean {
  return byChance > LARGEST_CHANCE
}

/** Whether no seed tells if an incident was found: what fired may have without it, or fired before it in all of them. */
export function isUntold(seen: Pick<IncidentOverSeeds, 'byChance' | 'detected' | 'alreadyFiring' | 'seeds'>): boolean {
  return mayBeByChance(seen) || (seen.detected === 0 && seen.alreadyFiring === seen.seeds)
}

/** Whether it shows that the incident was found. */
export function isSign(detection: Pick<DrillDetection, 'outcome' | 'byChance'>): boolean {
  return detection.outcome === 'detected' && !mayBeByChance(detection)
}
