// An incident before it has its place in a month.

import type { DrillIncident } from './drill-incident.ts'

export interface PlannedIncident extends Omit<DrillIncident, 'fromSeconds' | 'toSeconds'> {
  /** Infinity for one that takes the whole month. */
  readonly durationSeconds: number
  /** When in the month it begins; null where it may have any place. */
  readonly atSeconds: number | null
  /** At which time of the day it begins where it may have any place, in seconds after midnight. */
  readonly timeOfDaySeconds: number
}
