// Simulated time on lanes: the traffic, the incidents, and a band for each alert.

import type { DrillEpisode, DrilledAlert, DrillReport, ReportedIncident } from '../../../core/report/drill-report.ts'
import { counted } from '../../../core/text/plural.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import type { Lane, LaneAxis, LaneLayer, LaneMark, LaneTick } from '../../html/lanes/render-lanes.ts'
import { html, type Markup } from '../../html/page/markup.ts'
import { momentFigure } from '../figures/moment-figure.ts'

const HOUR = 3600
const DAY = 24 * HOUR
/** Seconds between ticks of an axis. */
const STEPS = [
  15,
  30,
  60,
  120,
  300,
  600,
  900,
  1800,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
]
const MOST_TICKS = 6

/** A whole month, its weeks marked. */
export function monthAxis({ days }: DrillReport): LaneAxis {
  const toSeconds = days * DAY
  const step = stepFor(toSeconds)
  const labelOf = (atSeconds: number) =>
    step >= DAY ? `day ${Math.floor(atSeconds / DAY) + 1}` : momentFigure(atSeconds).replace(/^.*?, /, '')
  return { fromSeconds: 0, toSeconds, ticks: ticksBetween(0, toSeconds, step, labelOf) }
}

/** Around an incident, counted from its beginning. */
export function incidentAxis(
  { fromSeconds: zero }: ReportedIncident,
  fromSeconds: number,
  toSeconds: number,
): LaneAxis {
  const step = stepFor(toSeconds - fromSeconds)
  const labelOf = (atSeconds: number) => {
    const span = spanFigure(Math.abs(atSeconds - zero))
    return atSeconds === zero ? '0' : `${atSeconds > zero ? '+' : '−'}${span}`
  }
  const first = zero - Math.floor((zero - fromSeconds) / step) * step
  return { fromSeconds, toSeconds, ticks: ticksBetween(first, toSeconds, step, labelOf) }
}

function stepFor(seconds: number): number {
  return STEPS.find((step) => seconds / step <= MOST_TICKS) ?? Math.ceil(seconds / MOST_TICKS / DAY) * DAY
}

function ticksBetween(first: number, last: number, step: number, labelOf: (atSeconds: number) => string): LaneTick[] {
  const count = Math.floor((last - first) / step) + 1
  return Array.from({ length: count }, (_, i) => ({
    atSeconds: first + i * step,
    label: labelOf(first + i * step),
    isMinor: i % 2 === 1,
  })).filter(({ atSeconds }) => atSeconds < last || step < DAY)
}

/** Every so many hours a point, so that a month stays small on the page. */
const TRAFFIC_STEP_HOURS = 3

export function trafficLane({ days, traffic: { hours, weekdays } }: DrillReport): Lane {
  const rates = Array.from({ length: Math.ceil((days * 24) / TRAFFIC_STEP_HOURS) }, (_, i) => {
    const hour = i * TRAFFIC_STEP_HOURS
    return (hours[hour % 24] ?? 1) * (weekdays[Math.floor(hour / 24) % 7] ?? 1)
  })
  const most = Math.max(...rates, Number.MIN_VALUE)
  const points = rates.map((rate, i) => `${i},${(100 - (rate / most) * 92).toFixed(0)}`)
  const area = `M0,100 L${points.join(' ')} L${rates.length - 1},100 Z`
  return {
    name: 'traffic',
    ground: html`<svg class="lane-traffic" viewBox="0 0 ${Math.max(1, rates.length - 1)} 100" width="100%" height="100%" preserveAspectRatio="none"><path d="${area}"/></svg>`,
    layers: [],
  }
}

/** Numbered, each leading to where more is said of it. */
export function incidentLane(incidents: readonly NumberedIncident[]): Lane {
  return {
    name: incidents.length === 1 ? 'incident' : 'incidents',
    layers: [incidentLayer(incidents, 'lane-incident', true)],
  }
}

export interface NumberedIncident extends ReportedIncident {
  readonly number: number
}

export function numbered(incidents: readonly ReportedIncident[]): NumberedIncident[] {
  return incidents.map((incident, i) => ({ ...incident, number: i + 1 }))
}

export function incidentAnchor({ number }: NumberedIncident): string {
  return `incident-${number}`
}

export function incidentLayer(incidents: readonly NumberedIncident[], style: string, isLabelled: boolean): LaneLayer {
  const marks = incidents.map((incident) => ({
    fromSeconds: incident.fromSeconds,
    toSeconds: incident.toSeconds,
    name: incident.name,
    ...(isLabelled ? { label: String(incident.number), anchor: incidentAnchor(incident) } : {}),
  }))
  const nameOf = new Map(marks.map((mark) => [mark.fromSeconds, mark.name]))
  return {
    style,
    marks,
    titleOf: (held) => held.map((mark) => titleOfSpan(nameOf.get(mark.fromSeconds) ?? '', mark)).join('; '),
  }
}

/** An alert's band: where its condition held, where it fired, and when Alertmanager notified. */
export function alertLane(
  name: string,
  episodes: readonly DrillEpisode[],
  behind: LaneLayer,
  untilSeconds: number,
): Lane {
  const pending = episodes
    .filter(({ pendingSeconds, fromSeconds }) => pendingSeconds < fromSeconds)
    .map(({ pendingSeconds, fromSeconds }) => ({ fromSeconds: pendingSeconds, toSeconds: fromSeconds }))
  const firing = episodes.map(({ fromSeconds, toSeconds }) => ({ fromSeconds, toSeconds: toSeconds ?? untilSeconds }))
  const notified = episodes.flatMap(({ notifiedSeconds: at }) =>
    at === null ? [] : [{ fromSeconds: at, toSeconds: at }],
  )
  return {
    name,
    layers: [
      behind,
      { style: 'lane-pending', marks: pending, titleOf: titleOf('pending') },
      { style: 'lane-firing', marks: firing, titleOf: titleOf('firing') },
      { style: 'lane-notified', marks: notified, titleOf: titleOf('notified'), shape: 'pin' },
    ],
  }
}

function titleOf(what: string): (marks: readonly LaneMark[]) => string {
  return (marks) => {
    const [first] = marks
    if (first === undefined) return ''
    if (marks.length === 1) return titleOfSpan(what, first)
    const last = Math.max(...marks.map(({ toSeconds }) => toSeconds))
    return `${what} ${counted(marks.length, 'time')} from ${momentFigure(first.fromSeconds)} to ${momentFigure(last)}`
  }
}

function titleOfSpan(what: string, { fromSeconds, toSeconds }: LaneMark): string {
  const length = toSeconds > fromSeconds ? `, ${spanFigure(toSeconds - fromSeconds)}` : ''
  return `${what}: ${momentFigure(fromSeconds)}${length}`
}

/** Episodes of a month of which a part lies between two instants. */
export function episodesBetween(
  { episodes }: DrilledAlert,
  month: number,
  fromSeconds: number,
  toSeconds: number,
): DrillEpisode[] {
  return episodes.filter(
    (episode) =>
      episode.month === month &&
      episode.pendingSeconds <= toSeconds &&
      (episode.toSeconds ?? Number.POSITIVE_INFINITY) >= fromSeconds,
  )
}

/** What the colours of the bands are. */
export function laneKey(): Markup {
  const entries = [
    ['incident', 'incident'],
    ['pending', 'its condition holds'],
    ['firing', 'firing'],
    ['notified', 'notified'],
  ] as const
  return html`<ul class="lane-key">${entries.map(
    ([style, words]) =>
      html`<li><svg class="lane-swatch lane-${style}" viewBox="0 0 16 12" aria-hidden="true">${style === 'notified' ? html`<circle class="lane-mark" cx="8" cy="6" r="4"/>` : html`<rect class="lane-mark" width="16" height="12"/>`}</svg>${words}</li>`,
  )}</ul>
`
}
