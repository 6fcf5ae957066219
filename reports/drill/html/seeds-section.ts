// In how many seeds incidents were found, after how long, and what every alert did about each.

import type { DrilledAlert, DrillReport, IncidentOverSeeds } from '../../../core/report/drill-report.ts'
import { formatCount } from '../../../core/text/count.ts'
import { counted } from '../../../core/text/plural.ts'
import { html, type Markup } from '../../html/page/markup.ts'
import type { Section } from '../../html/page/section.ts'
import { softBreaks } from '../../html/page/soft-breaks.ts'
import { renderTable } from '../../html/page/table.ts'
import { knowsBudgets } from '../figures/detection-figures.ts'
import {
  alertFigure,
  alertsOverSeeds,
  burntOverSeeds,
  isPaged,
  medianFigure,
  p95Figure,
  pagedFigure,
  rangeFigure,
  shareFigure,
  type ToldBySeeds,
  toldBySeeds,
} from '../figures/seed-figures.ts'
import { incidentAnchor, type NumberedIncident, numbered } from './month-lanes.ts'

export function seedsSection(report: DrillReport): Section | null {
  const { incidents, seeds } = report
  const known = toldBySeeds(numbered(incidents))
  if (seeds === null || known.length === 0) return null
  const hasBurnt = knowsBudgets(report)
  return {
    id: 'seeds',
    heading: `In how many of ${counted(seeds.done, 'seed')}?`,
    short: 'Seeds',
    lede: `In so many seeds somebody was paged. Times are from the beginning of the incident to the first notification; of all seeds, those without one last. The interval is one of 95% confidence${hasBurnt ? ', and the budget that of 30 days, burnt by then in the median' : ''}.`,
    body: html`${firstPages(known, hasBurnt)}${everyAlert(known, report)}`,
  }
}

type Known = ToldBySeeds<NumberedIncident>

function firstPages(known: readonly Known[], hasBurnt: boolean): Markup {
  return renderTable({
    caption: 'In how many seeds somebody was paged',
    captionHidden: true,
    columns: [
      { heading: 'Incident' },
      { heading: 'Paged in' },
      { heading: 'Of all seeds' },
      { heading: 'Median' },
      { heading: 'P95' },
      { heading: 'Range' },
      ...(hasBurnt ? [{ heading: 'Budget burnt' }] : []),
      { heading: 'Mostly by', words: true },
    ],
    rows: known.map((incident) => firstPageRow(incident, hasBurnt)),
  })
}

function firstPageRow(incident: Known, hasBurnt: boolean) {
  const { number, name, overSeeds } = incident
  return [
    html`<a href="#${incidentAnchor(incident)}">${number} ${name}</a>`,
    mark(pagedFigure(overSeeds), isPaged(overSeeds)),
    shareFigure(overSeeds.pagedShare),
    medianFigure(overSeeds.notifiedAfter),
    p95Figure(overSeeds.notifiedAfter),
    rangeFigure(overSeeds.notifiedAfter),
    ...(hasBurnt ? [burntOverSeeds(overSeeds)] : []),
    softBreaks(overSeeds.alert ?? 'nobody was paged'),
  ]
}

function everyAlert(known: readonly Known[], { alerts }: DrillReport): Markup | null {
  const rows = alertsOverSeeds(alerts).flatMap((alert) =>
    known.flatMap((incident) => {
      const seen = alert.overSeeds.find((each) => each.incident === incident.name)
      return seen !== undefined && seen.detected + seen.alreadyFiring > 0 ? [alertRow(alert, incident, seen)] : []
    }),
  )
  if (rows.length === 0) return null
  return html`<h3>Every alert that fired</h3>
${renderTable({
  caption: 'What every alert did over the seeds',
  captionHidden: true,
  columns: [
    { heading: 'Alert' },
    { heading: 'Incident', words: true },
    { heading: 'Paged' },
    { heading: 'Of all seeds' },
    { heading: 'P95' },
    { heading: 'Firing before' },
    { heading: 'Fired anew in' },
  ],
  rows,
})}`
}

function alertRow(
  alert: DrilledAlert & { readonly name: string },
  { number, name: incident }: NumberedIncident,
  seen: IncidentOverSeeds,
) {
  return [
    softBreaks(alert.name),
    `${number} ${incident}`,
    mark(alertFigure(seen, alert), isPaged(seen)),
    shareFigure(seen.pagedShare),
    p95Figure(seen.notifiedAfter),
    formatCount(seen.alreadyFiring),
    formatCount(seen.flappingSeeds),
  ]
}

function mark(figure: string, isFound: boolean): Markup {
  return html`<span class="${isFound ? 'found' : 'not-found'}">${figure}</span>`
}
