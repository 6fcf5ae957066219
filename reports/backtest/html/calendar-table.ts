// The pages of each day as a calendar: a week a row, Monday first.

import type { ReportedAlert, ReportedDay } from '../../../core/report/backtest-report.ts'
import { counted } from '../../../core/text/plural.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { html, type Markup, type MarkupPart } from '../../html/page/markup.ts'
import { calendarWeeks, dayFigure, WEEKDAYS } from '../figures/calendar-weeks.ts'

const LEAST_DAYS = 2

/** Null for less than two days, and where there is nothing to show. */
export function renderCalendar(alert: ReportedAlert): Markup | null {
  const isQuiet = alert.days.every(({ drawn, could, notKnownSeconds }) => drawn + could + notKnownSeconds === 0)
  if (alert.days.length < LEAST_DAYS || isQuiet) return null
  const most = Math.max(1, ...alert.days.map(({ drawn }) => drawn))
  return html`<div class="table-frame calendar-frame" role="region" aria-label="Pages by day" tabindex="0"><table class="calendar">
<caption>Pages a day as drawn, in UTC. (·) could have been, ? data is missing.</caption>
<thead><tr><th scope="col">Week of</th>${WEEKDAYS.map((day) => html`<th scope="col">${day}</th>`)}</tr></thead>
<tbody>
${calendarWeeks(alert).map(
  ({ monday, days }) => html`<tr><th scope="row">${monday}</th>${days.map((day) => renderDay(day, most))}</tr>\n`,
)}</tbody>
</table></div>
`
}

function renderDay(day: ReportedDay | null, most: number): MarkupPart {
  if (day === null) return html`<td class="day day-none"></td>`
  const strength = day.drawn === 0 ? 0 : Math.max(1, Math.ceil((day.drawn / most) * 3))
  const kind =
    day.drawn > 0 ? `day-${strength}` : day.notKnownSeconds > 0 ? 'day-gap' : day.could > 0 ? 'day-could' : 'day-0'
  return html`<td class="day ${kind}" title="${dayTitle(day)}">${dayFigure(day)}</td>`
}

function dayTitle({ day, surely, drawn, could, firingSeconds, notKnownSeconds }: ReportedDay): string {
  const unknown = notKnownSeconds > 0 ? `, ${spanFigure(notKnownSeconds)} not known` : ''
  return `${day}: ${counted(drawn, 'page')} as drawn, ${surely} surely, ${could} could have been; firing ${spanFigure(firingSeconds)}${unknown}`
}
