// The months on lanes: where incidents lie, and what each alert did over all of the time.

import type { DrillReport } from '../../../core/report/drill-report.ts'
import { counted, listed } from '../../../core/text/plural.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { renderLanes } from '../../html/lanes/render-lanes.ts'
import { html, type Markup, type MarkupPart } from '../../html/page/markup.ts'
import type { Section } from '../../html/page/section.ts'
import { alertNames } from '../figures/alert-names.ts'
import { momentFigure } from '../figures/moment-figure.ts'
import { firstSeedSentence } from '../figures/seed-figures.ts'
import {
  alertLane,
  episodesBetween,
  incidentAnchor,
  incidentLane,
  incidentLayer,
  laneKey,
  monthAxis,
  numbered,
  trafficLane,
} from './month-lanes.ts'

/** With more alerts, those that stayed silent are named below the lanes. */
const MOST_SILENT_LANES = 8

export function monthSection(report: DrillReport): Section | null {
  if (report.months.length === 0) return null
  return {
    id: 'months',
    heading: report.days === 30 ? 'What happened in a month?' : `What happened in ${counted(report.days, 'day')}?`,
    short: 'Timeline',
    lede: [
      firstSeedSentence(report) ?? '',
      'The hours are UTC, and every month begins on a Monday. A number leads to its incident.',
    ]
      .join(' ')
      .trim(),
    body: html`${laneKey()}${report.months
      .map((month, i) => ({ month, i }))
      // What people look for first is what the alerts did about incidents.
      .sort((a, b) => Number(a.month.kind === 'quiet') - Number(b.month.kind === 'quiet'))
      .map(({ month, i }) =>
        month.kind === 'quiet' && isSilent(report, i) ? silentMonth(report, i) : renderMonth(report, i),
      )}`,
  }
}

function isSilent({ alerts }: DrillReport, month: number): boolean {
  return alerts.every(({ episodes }) => episodes.every((episode) => episode.month !== month))
}

function silentMonth(report: DrillReport, month: number): Markup {
  return html`<h3>${monthHeading(report, month)}</h3>
<p class="row-note">No alert fired.</p>
`
}

function renderMonth(report: DrillReport, month: number): Markup {
  const isQuiet = report.months[month]?.kind === 'quiet'
  const incidents = numbered(report.incidents).filter((incident) => incident.month === month)
  const untilSeconds = report.days * 86_400
  const names = alertNames(report.alerts)
  const behind = incidentLayer(incidents, 'lane-behind', false)
  const bands = report.alerts.flatMap((alert, i) => {
    if (alert.outcome !== 'evaluated') return []
    const episodes = episodesBetween(alert, month, 0, untilSeconds)
    return [{ name: names[i] ?? alert.alert, episodes }]
  })
  const silent = bands.filter(({ episodes }) => episodes.length === 0).map((band) => band.name)
  const shown = silent.length > MOST_SILENT_LANES ? bands.filter(({ episodes }) => episodes.length > 0) : bands
  return html`<h3>${monthHeading(report, month)}</h3>
${renderLanes(
  [
    trafficLane(report),
    ...(incidents.length > 0 ? [incidentLane(incidents)] : []),
    ...shown.map((band) => alertLane(band.name, band.episodes, behind, untilSeconds)),
  ],
  monthAxis(report),
  monthSummary(bands, isQuiet),
)}${incidentList(incidents)}${
  shown.length === bands.length ? null : html`<p class="row-note">Silent all the time: ${listed(silent)}.</p>\n`
}`
}

function monthHeading({ months }: DrillReport, month: number): string {
  const kind = months[month]?.kind
  const alike = months.flatMap((each, i) => (each.kind === kind ? [i] : []))
  const what = kind === 'quiet' ? 'quiet month' : 'month with incidents'
  return alike.length === 1 ? `The ${what}` : `The ${what}, ${alike.indexOf(month) + 1} of ${alike.length}`
}

interface Band {
  readonly name: string
  readonly episodes: readonly unknown[]
}

function monthSummary(bands: readonly Band[], isQuiet: boolean): string {
  const fired = bands.filter(({ episodes }) => episodes.length > 0)
  const words = fired.map(({ name, episodes }) => `${name} ${counted(episodes.length, 'time')}`)
  const what = isQuiet ? 'Where nothing goes wrong' : 'With incidents'
  return words.length === 0 ? `${what}, no alert fires.` : `${what}, these alerts fire: ${listed(words)}.`
}

function incidentList(incidents: ReturnType<typeof numbered>): MarkupPart {
  if (incidents.length === 0) return null
  return html`<ol class="incident-list">${incidents.map(
    (incident) =>
      html`<li><a href="#${incidentAnchor(incident)}"><b>${incident.number}</b> ${incident.name}</a> <span class="row-note">${momentFigure(incident.fromSeconds)}, ${spanFigure(incident.toSeconds - incident.fromSeconds)}</span></li>\n`,
  )}</ol>
`
}
