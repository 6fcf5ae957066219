// Parts of dates, in UTC. Source: prometheus/prometheus promql/functions.go, dateWrapper and below.

import { NO_LABELS } from '../../series/labels.ts'
import { mapValues, returnsVector } from './function-definition.ts'

const DAY_MS = 86_400_000

const CALENDAR = {
  day_of_month: (date) => date.getUTCDate(),
  day_of_week: (date) => date.getUTCDay(),
  day_of_year: (date) => (startOfDay(date) - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS + 1,
  days_in_month: (date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate(),
  hour: (date) => date.getUTCHours(),
  minute: (date) => date.getUTCMinutes(),
  month: (date) => date.getUTCMonth() + 1,
  year: (date) => date.getUTCFullYear(),
} satisfies Readonly<Record<string, (date: Date) => number>>

type CalendarFunction = keyof typeof CALENDAR

/** Of each value as seconds since the Unix epoch; without an argument, of the instant of the evaluation. */
export function ofDates(part: CalendarFunction) {
  return returnsVector(
    ['vector'],
    ([samples], { timestampMs }) =>
      samples
        ? mapValues(samples, (seconds) => calendarPart(part, seconds))
        : [{ labels: NO_LABELS, value: calendarPart(part, timestampMs / 1e3) }],
    { optional: 1 },
  )
}

/** Parts of a second are cut off. NaN and what is beyond all dates give NaN. */
function calendarPart(part: CalendarFunction, seconds: number): number {
  return CALENDAR[part](new Date(Math.trunc(seconds) * 1e3))
}

function startOfDay(date: Date): number {
  return Math.floor(date.getTime() / DAY_MS) * DAY_MS
}
