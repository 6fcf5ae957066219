// Each incident from near: what the alerts did from a little before it to a while after.

import type { DrillEpisode, DrilledAlert, DrillReport } from '../../../core/report/drill-report.ts'
import { listed } from '../../../core/text/plural.ts'
import { renderLanes } from '../../html/lanes/render-lanes.ts'
import { html, type Markup, type MarkupPart } from '../../html/page/markup.ts'
import type { Section } from '../../html/page/section.ts'
import { softBreaks } from '../../html/page/soft-breaks.ts'
import { renderTable } from '../../html/page/table.ts'
import { alertNames } from '../figures/alert-names.ts'
import {
  burntFigure,
  COULD_NOT_FIRE,
  detectionOf,
  firingFigure,
  foundFigure,
  knowsBudgets,
  resolvedFigure,
} from '../figures/detection-figures.ts'
import { incidentFacts } from '../figures/incident-facts.ts'
import { firstSeedSentence } from '../figures/seed-figures.ts'
import {
  alertLane,
  episodesBetween,
  incidentAnchor,
  incidentAxis,
  incidentLane,
  incidentLayer,
  type NumberedIncident,
  numbered,
} from './month-lanes.ts'

export function incidentSection(report: DrillReport): Section | null {
  if (report.incidents.length === 0) return null
  const firstSeed = firstSeedSentence(report)
  return {
    id: 'incidents',
    heading: 'The incidents from near',
    short: 'Incidents',
    ...(firstSeed !== null && { lede: firstSeed }),
    body: numbered(report.incidents).map((incident) => renderIncident(incident, report)),
  }
}

function renderIncident(incident: NumberedIncident, report: DrillReport): Markup {
  const names = alertNames(report.alerts)
  const window = windowOf(incident, report)
  const evaluated = report.alerts
    .map((alert, i) => ({ alert, name: names[i] ?? alert.alert }))
    .filter(({ alert }) => alert.outcome === 'evaluated')
    .map((each) => ({ ...each, episodes: episodesBetween(each.alert, incident.month, window.from, window.to) }))
  const seen = evaluated.filter(({ episodes }) => episodes.length > 0)
  const silent = evaluated.filter(({ episodes }) => episodes.length === 0)
  const behind = incidentLayer([incident], 'lane-behind', false)
  return html`<div class="incident" id="${incidentAnchor(incident)}"><h3>${incident.number} ${incident.name}</h3>
<p class="objective-reason">${incident.sentence}</p>
${facts(incident, seen.length > 0)}${
  seen.length === 0
    ? null
    : renderLanes(
        [
          incidentLane([incident]),
          ...seen.map(({ name, episodes }) => alertLane(name, episodes, behind, report.days * 86_400)),
        ],
        incidentAxis(incident, window.from, window.to),
        `What the alerts did about ${incident.name}; the table below says the same.`,
      )
}${detectionTable(incident, seen, knowsBudgets(report))}${silence(silent, evaluated.length)}</div>
`
}

/** Where nothing came of it, in one line. */
function facts(incident: NumberedIncident, isSeen: boolean): Markup {
  const all = incidentFacts(incident)
  if (!isSeen) return html`<p class="row-note">${all.map(([name, figure]) => `${name} ${figure}`).join('. ')}.</p>\n`
  return html`<dl class="objective-figures">
${all.map(([name, figure]) => html`<div><dt>${name}</dt><dd>${figure}</dd></div>\n`)}</dl>
`
}

function detectionTable(
  incident: NumberedIncident,
  seen: readonly { alert: DrilledAlert; name: string }[],
  hasBurnt: boolean,
): MarkupPart {
  const rows = seen.flatMap(({ alert, name }) => {
    const detection = detectionOf(alert, incident)
    return detection === undefined
      ? []
      : [
          [
            softBreaks(name),
            foundFigure(detection),
            firingFigure(detection),
            ...(hasBurnt ? [burntFigure(detection)] : []),
            resolvedFigure(detection),
            String(detection.flaps),
          ],
        ]
  })
  if (rows.length === 0) return null
  return renderTable({
    caption: `What the alerts did about ${incident.name}`,
    captionHidden: true,
    columns: [
      'Alert',
      'Page after',
      'Firing after',
      ...(hasBurnt ? ['Burnt until then'] : []),
      'Resolved (from its end)',
      'Fired anew',
    ].map((heading) => ({ heading })),
    rows,
  })
}

/** Who could not have fired was not silent. */
function silence(
  silent: readonly { readonly alert: DrilledAlert; readonly name: string }[],
  evaluated: number,
): MarkupPart {
  const namesOf = (could: boolean) =>
    silent.filter(({ alert }) => (alert.cannotHold === undefined) === could).map(({ name }) => name)
  const sentences = [
    { names: namesOf(true), what: 'stayed silent' },
    { names: namesOf(false), what: COULD_NOT_FIRE },
  ].flatMap(({ names, what }) => {
    if (names.length === 0) return []
    return [`${names.length === evaluated && evaluated > 1 ? 'All alerts' : listed(names)} ${what}.`]
  })
  return sentences.length === 0 ? null : html`<p class="row-note">${sentences.join(' ')}</p>\n`
}

interface Window {
  readonly from: number
  readonly to: number
}

/** How much of the time before is shown, and how long an alert that stays is followed, as shares of what matters. */
const BEFORE = 0.12
const AFTER = 2

/**
 * From a little before the incident until the alerts that it woke are quiet again; an alert that stays long is not followed
 * so far that the incident itself could not be seen.
 */
function windowOf({ fromSeconds, toSeconds, month }: NumberedIncident, { alerts, days }: DrillReport): Window {
  const woken = alerts.flatMap((alert): DrillEpisode[] =>
    episodesBetween(alert, month, fromSeconds, toSeconds).filter((episode) => episode.fromSeconds >= fromSeconds),
  )
  const moments = woken.flatMap((episode) => [episode.fromSeconds, episode.notifiedSeconds ?? episode.fromSeconds])
  const core = Math.max(toSeconds, ...moments) - fromSeconds
  const ends = woken.map((episode) => episode.toSeconds ?? Number.POSITIVE_INFINITY)
  const end = Math.min(Math.max(toSeconds, ...ends), fromSeconds + AFTER * core)
  const margin = BEFORE * (end - fromSeconds)
  return { from: Math.max(0, fromSeconds - margin), to: Math.min(days * 86_400, end + margin) }
}
