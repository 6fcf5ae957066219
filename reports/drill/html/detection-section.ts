// Which incidents were found: by whom first, and what every alert did about each.

import type { DrilledAlert, DrillReport } from '../../../core/report/drill-report.ts'
import { html, type Markup } from '../../html/page/markup.ts'
import type { Section } from '../../html/page/section.ts'
import { softBreaks } from '../../html/page/soft-breaks.ts'
import { renderTable } from '../../html/page/table.ts'
import { alertNames } from '../figures/alert-names.ts'
import {
  alertFoundFigure,
  burntBy,
  burntFigure,
  burntSentence,
  firstPage,
  foundFigure,
  knowsBudgets,
  unpagedFigure,
} from '../figures/detection-figures.ts'
import { firstSeedSentence } from '../figures/seed-figures.ts'
import { incidentAnchor, type NumberedIncident, numbered } from './month-lanes.ts'

export function detectionSection(report: DrillReport): Section | null {
  const { incidents, alerts } = report
  if (incidents.length === 0) return null
  const firstSeed = firstSeedSentence(report)
  const all = numbered(incidents)
  const names = alertNames(alerts)
  const evaluated = alerts.flatMap((alert, i) =>
    alert.outcome === 'evaluated' ? [[alert, names[i] ?? ''] as const] : [],
  )
  return {
    id: 'detections',
    heading: 'Which incidents were found?',
    short: 'Found',
    lede: `${firstSeed === null ? '' : `${firstSeed} `}Times are from the beginning of the incident to the notification, Alertmanager's waiting included.${
      knowsBudgets(report)
        ? ' What is burnt until then is a share of the error budget of 30 days; where nobody is paged, all that the incident burns.'
        : ''
    }`,
    body: html`${firstPages(all, report, names)}${evaluated.length > 1 ? everyAlert(all, evaluated) : null}`,
  }
}

function firstPages(incidents: readonly NumberedIncident[], report: DrillReport, names: readonly string[]): Markup {
  const { alerts } = report
  const hasBurnt = knowsBudgets(report)
  return renderTable({
    caption: 'The first page for each incident',
    captionHidden: true,
    columns: [
      { heading: 'Incident' },
      { heading: 'After' },
      { heading: 'First page', words: true },
      ...(hasBurnt ? [{ heading: 'Budget burnt' }] : []),
      { heading: 'What it is', words: true },
    ],
    rows: incidents.map((incident) => {
      const first = firstPage(incident, alerts, names)
      const { sentence } = incident
      const link = html`<a href="#${incidentAnchor(incident)}">${incident.number} ${incident.name}</a>`
      const [figure, who] =
        first === null ? [unpagedFigure(incident, alerts), '–'] : [foundFigure(first.detection), softBreaks(first.name)]
      const share = { burnt: burntBy(first, incident, alerts) }
      const cost = html`<span title="${burntSentence(share)}">${burntFigure(share)}</span>`
      return [link, foundMark(figure), who, ...(hasBurnt ? [cost] : []), wrapped(sentence)]
    }),
  })
}

function everyAlert(
  incidents: readonly NumberedIncident[],
  evaluated: readonly (readonly [DrilledAlert, string])[],
): Markup {
  const cell = (alert: DrilledAlert, incident: NumberedIncident) => foundMark(alertFoundFigure(alert, incident))
  const caption = { caption: 'Until the page, by alert and incident', captionHidden: true }
  const label = ({ number, name }: NumberedIncident) => `${number} ${name}`
  // What there are fewer of goes across.
  const table =
    evaluated.length <= incidents.length
      ? renderTable({
          ...caption,
          columns: [{ heading: 'Incident' }, ...evaluated.map(([, name]) => ({ heading: wrappedName(name) }))],
          rows: incidents.map((incident) => [
            softBreaks(label(incident)),
            ...evaluated.map(([alert]) => cell(alert, incident)),
          ]),
        })
      : renderTable({
          ...caption,
          columns: [{ heading: 'Alert' }, ...incidents.map((incident) => ({ heading: wrappedName(label(incident)) }))],
          rows: evaluated.map(([alert, name]) => [
            softBreaks(name),
            ...incidents.map((incident) => cell(alert, incident)),
          ]),
        })
  return html`<h3>Every alert</h3>
${table}`
}

/** What is missed is said in a quieter tone than what is found. */
function foundMark(figure: string): Markup {
  const style = /^(missed|no page|no alert|was firing|could not fire|–)|by chance$/.test(figure) ? 'not-found' : 'found'
  return html`<span class="${style}">${figure}</span>`
}

/** Over a column of short figures. */
function wrappedName(name: string): Markup {
  return html`<span class="wrapped-name">${softBreaks(name)}</span>`
}

function wrapped(text: string): Markup {
  return html`<span class="wrapped">${text}</span>`
}
