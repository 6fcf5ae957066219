// The pages of each day as a small calendar, a week a row. Weeks without a page are left out where there are many.

import type { ReportedAlert } from '../../../core/report/backtest-report.ts'
import { statement } from '../../terminal/text/section.ts'
import { type Line, line, padLine, type Span, span } from '../../terminal/text/styled-text.ts'
import { calendarWeeks, dayFigure, WEEKDAYS } from '../figures/calendar-weeks.ts'

const LEAST_DAYS = 3
const MOST_EMPTY_WEEKS = 6
const CELL = 4

export function calendarLines(alert: ReportedAlert, width: number): Line[] {
  const isQuiet = alert.days.every(({ drawn, could, notKnownSeconds }) => drawn + could + notKnownSeconds === 0)
  if (alert.days.length < LEAST_DAYS || isQuiet || width < 7 * CELL + 14) return []
  const weeks = calendarWeeks(alert)
  const isEmpty = (week: (typeof weeks)[number]) =>
    week.days.every((day) => day === null || day.drawn + day.could + day.notKnownSeconds === 0)
  const shown = weeks.length > MOST_EMPTY_WEEKS ? weeks.filter((week) => !isEmpty(week)) : weeks
  const cells = (texts: readonly Span[]) =>
    texts.flatMap(({ text, style }) => padLine(text === '' ? [] : [span(text, style)], CELL, 'right'))
  const left = weeks.length - shown.length
  const legend = `pages a day as drawn, UTC; (·) could have been, ? data is missing${left > 0 ? `; ${left} weeks without any are left out` : ''}`
  return [
    [span(' '.repeat(12)), ...cells(WEEKDAYS.map((day) => span(day, 'quiet')))],
    ...shown.map(
      ({ monday, days }): Line => [
        span(` ${monday} `, 'quiet'),
        ...cells(
          days.map((day) => (day === null ? span('') : span(dayFigure(day), day.drawn > 0 ? 'strong' : 'quiet'))),
        ),
      ],
    ),
    ...statement(line(legend, 'quiet'), width),
  ]
}
