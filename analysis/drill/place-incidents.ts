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

export interface PlacingTimes {
  readonly monthSeconds: number
  /** From the end of one to the beginning of the next, at least. */
  readonly apartSeconds: number
  /** From the end of one to that of the month, where it is not alone in it. */
  readonly traceSeconds: number
}

export function placeIncidents(planned: readonly PlannedIncident[], times: PlacingTimes): PlacedIncidents {
  const { monthSeconds } = times
  const fixed = planned.flatMap((each) => (each.atSeconds === null ? [] : [placed(each, each.atSeconds, monthSeconds)]))
  const whole = planned.filter(({ atSeconds, durationSeconds }) => atSeconds === null && durationSeconds === Infinity)
  const free = planned.filter(({ atSeconds, durationSeconds }) => atSeconds === null && durationSeconds !== Infinity)
  const months: DrillIncident[][] = fixed.length === 0 ? [] : [[...fixed]]
  const unplaced: PlannedIncident[] = []
  for (const incident of free) {
    const at = alone(incident, monthSeconds)
    if (at === undefined) {
      unplaced.push(incident)
      continue
    }
    const found = months
      .map((month, i) => ({ i, at: placeIn(month, incident, times) }))
      .find((place) => place.at !== undefined)
    if (found?.at === undefined) months.push([placed(incident, at, monthSeconds)])
    else months[found.i]?.push(placed(incident, found.at, monthSeconds))
  }
  for (const incident of whole) months.push([placed(incident, 0, monthSeconds)])
  const byTime = (a: DrillIncident, b: DrillIncident) => a.fromSeconds - b.fromSeconds
  return { months: months.map((month) => [...month].sort(byTime)), unplaced }
}

/** The first day on which nothing else is near, the end of the month included; undefined where there is none. */
function placeIn(
  month: readonly DrillIncident[],
  incident: PlannedIncident,
  { monthSeconds, apartSeconds, traceSeconds }: PlacingTimes,
): number | undefined {
  for (let from = 0; ; from += DAY_SECONDS) {
    const at = timeOn(incident, from)
    const end = at + incident.durationSeconds
    if (end + traceSeconds > monthSeconds) return undefined
    const isNear = (other: DrillIncident) =>
      at < other.toSeconds + apartSeconds && other.fromSeconds < end + apartSeconds
    if (!month.some(isNear)) return at
  }
}

/** In a month of its own: in one that is shorter than its time of the day, in its middle. Undefined where it takes more. */
function alone(incident: PlannedIncident, monthSeconds: number): number | undefined {
  const [at, latest] = [timeOn(incident, 0), monthSeconds - incident.durationSeconds]
  if (at <= latest) return at
  return latest >= 0 ? Math.floor(latest / 2) : undefined
}

/** Its time of the day, on the day of an instant or the next. */
function timeOn({ timeOfDaySeconds }: PlannedIncident, from: number): number {
  return Math.ceil((from - timeOfDaySeconds) / DAY_SECONDS) * DAY_SECONDS + timeOfDaySeconds
}

function placed(incident: PlannedIncident, at: number, monthSeconds: number): DrillIncident {
  const { durationSeconds, atSeconds, timeOfDaySeconds, ...rest } = incident
  return { ...rest, fromSeconds: at, toSeconds: Math.min(monthSeconds, at + durationSeconds) }
}
