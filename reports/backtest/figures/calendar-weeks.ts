import type { ReportedAlert } from '../../../core/report/backtest-report.ts'
import { formatCount } from '../../figures/figures.ts'

/** Days as weeks, Monday first; null for days that the span does not touch. */
interface CalendarWeek {
  readonly monday: string
  readonly days: readonly (ReportedAlert['days'][number] | null)[]
}

const DAY_MS = 86_400_000

export function calendarWeeks({ days }: ReportedAlert): CalendarWeek[] {
  const weeks = new Map<string, (ReportedAlert['days'][number] | null)[]>()
  for (const day of days) {
    const atMs = Date.parse(`${day.day}T00:00:00Z`)
    const weekday = (new Date(atMs).getUTCDay() + 6) % 7
    const monday = new Date(atMs - weekday * DAY_MS).toISOString().slice(0, 10)
    const week = weeks.get(monday) ?? Array.from({ length: 7 }, () => null)
    week[weekday] = day
    weeks.set(monday, week)
  }
  return [...weeks].map(([monday, week]) => ({ monday, days: week }))
}

export const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const

/** The pages of a day: their number as drawn, `?` where data is missing and nothing is drawn, `·` for none. */
export function dayFigure({ drawn, could, notKnownSeconds }: ReportedAlert['days'][number]): string {
  const unknown = notKnownSeconds > 0 ? '?' : ''
  if (drawn > 0) return `${formatCount(drawn)}${unknown}`
  if (unknown !== '') return unknown
  return could > 0 ? '(·)' : '·'
}
