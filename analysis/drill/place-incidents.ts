// Puts incidents into months so that the trace of one is gone before the next begins: an alert that looks back three days
// would otherwise fire for both. Those with a time of their own keep it, whatever lies beside them.

import type { DrillIncident } from '../../core/drill/drill-incident.ts'
import { DAY_SECONDS } from '../../core/drill/incident-catalogue.ts'
import type { PlannedIncident } from '../../core/drill/planned-incident.ts'

export interface PlacedIncidents {
  /** One list for each month, ascending. */
  readonly months: readonly (readonly DrillIncident[])[]
  /** Those that are longer than a month. */
  readonly unplaced: readonly PlannedIncident[]
}

/** @param apartSeconds from the end of one to the beginning of the next, at least */
export function placeIncidents(
  planned: readonly PlannedIncident[],
  monthSeconds: number,
  apartSeconds: number,
): PlacedIncidents {
  const fixed = planned.flatMap((each) => (each.atSeconds === null ? [] : [placed(each, each.atSeconds, monthSeconds)]))
  const whole = planned.filter(({ atSeconds, durationSeconds }) => atSeconds === null && durationSeconds === Infinity)
  const free = planned.filter(({ atSeconds, durationSeconds }) => atSeconds === null && durationSeconds !== Infinity)
  const months: DrillIncident[][] = fixed.length === 0 ? [] : [[...fixed]]
  const unplaced: PlannedIncident[] = []
  for (const incident of free) {
    const at = firstPlace(incident, 0, monthSeconds)
    if (at === undefined) {
      unplaced.push(incident)
      continue
    }
    const found = months
      .map((month, i) => ({ i, at: placeIn(month, incident, monthSeconds, apartSeconds) }))
      .find((place) => place.at !== undefined)
    if (found?.at === undefined) months.push([placed(incident, at, monthSeconds)])
    else months[found.i]?.push(placed(incident, found.at, monthSeconds))
  }
  for (const incident of whole) months.push([placed(incident, 0, monthSeconds)])
  const byTime = (a: DrillIncident, b: DrillIncident) => a.fromSeconds - b.fromSeconds
  return { months: months.map((month) => [...month].sort(byTime)), unplaced }
}

/** The first day on which nothing else is near; undefined where there is none. */
function placeIn(
  month: readonly DrillIncident[],
  incident: PlannedIncident,
  monthSeconds: number,
  apartSeconds: number,
): number | undefined {
  for (let from = 0; ; from += DAY_SECONDS) {
    const at = firstPlace(incident, from, monthSeconds)
    if (at === undefined) return undefined
    const end = at + incident.durationSeconds
    const isNear = (other: DrillIncident) =>
      at < other.toSeconds + apartSeconds && other.fromSeconds < end + apartSeconds
    if (!month.some(isNear)) return at
  }
}

/** Its time of the day, on the day of an instant or the next; in a month that is shorter than that, as late as it fits. */
function firstPlace(
  { timeOfDaySeconds, durationSeconds }: PlannedIncident,
  from: number,
  monthSeconds: number,
): number | undefined {
  const at = Math.ceil((from - timeOfDaySeconds) / DAY_SECONDS) * DAY_SECONDS + timeOfDaySeconds
  if (at + durationSeconds <= monthSeconds) return at
  const latest = Math.floor((monthSeconds - durationSeconds) / 2)
  return from === 0 && latest >= 0 ? latest : undefined
}

function placed(incident: PlannedIncident, at: number, monthSeconds: number): DrillIncident {
  const { durationSeconds, atSeconds, timeOfDaySeconds, ...rest } = incident
  return { ...rest, fromSeconds: at, toSeconds: Math.min(monthSeconds, at + durationSeconds) }
}
