// How probable a page is, as a map: lengths of incidents across, how many requests and how slow down. It is a table, so that
// every figure in it can be read without seeing a colour.

import type {
  AlertPower,
  AskedDetection,
  PowerCurve,
  PowerPoint,
  TrafficTime,
} from '../../../core/drill/power-curve.ts'
import { formatShare } from '../../../core/text/figures/share.ts'
import { spanFigure } from '../../figures/rules/span-figure.ts'
import { html, type Markup } from '../../html/page/markup.ts'
import { isAsked, percentFigure, pointSentence, slowdownFigure } from '../figures/power-figures.ts'

export interface HeatMap {
  readonly caption: string
  readonly traffic: TrafficTime
  readonly points: AlertPower['points']
  readonly curve: PowerCurve
}

export function renderHeatMap({ caption, traffic, points, curve }: HeatMap): Markup {
  const { shares, slowdowns, durationsSeconds } = curve.axes
  const byPlace = new Map(points.filter((point) => point.traffic === traffic).map((point) => [placeOf(point), point]))
  const row = (share: number, slowdown: number | null) =>
    html`<tr><th scope="row">${formatShare(share)}<span class="heat-effect"> ${slowdownFigure(slowdown)}</span></th>${durationsSeconds.map(
      (durationSeconds) => {
        const place = { share, slowdown, durationSeconds, traffic }
        return renderCell(byPlace.get(placeOf(place)), isAsked(curve.asked, place))
      },
    )}</tr>\n`
  return html`<div class="table-frame" role="region" aria-label="${caption}" tabindex="0"><table class="heat">
<caption>${caption}</caption>
<thead><tr><th scope="col">Requests</th>${durationsSeconds.map((seconds) => html`<th scope="col">${spanFigure(seconds)}</th>`)}</tr></thead>
${slowdowns.map((slowdown) => html`<tbody>\n${shares.map((share) => row(share, slowdown))}</tbody>\n`)}</table></div>
`
}

function placeOf({ share, slowdown, durationSeconds }: Omit<AskedPlace, 'traffic'>): string {
  return `${share} ${slowdown} ${durationSeconds}`
}

type AskedPlace = Pick<PowerPoint, 'share' | 'slowdown' | 'durationSeconds' | 'traffic'>

function renderCell(point: PowerPoint | undefined, asked: boolean): Markup {
  const frame = asked ? ' heat-asked' : ''
  if (point === undefined) return html`<td class="heat-none${frame}">·</td>`
  const { probability, medianDelaySeconds, finding } = point
  const delay = medianDelaySeconds === null ? null : html`<small>${spanFigure(medianDelaySeconds)}</small>`
  return html`<td class="heat-${shadeOf(probability.estimate)} heat-${finding}${frame}" title="${pointSentence(point)}">${percentFigure(probability.estimate)}${finding === 'undecided' ? '?' : null}${delay}</td>`
}

const SHADES = [0.05, 0.25, 0.5, 0.75, 0.95] as const

function shadeOf(probability: number): number {
  return SHADES.filter((least) => probability >= least).length
}

/** What stands in the cells. */
export function heatKey({ requiredProbability }: PowerCurve, asked: AskedDetection | null): Markup {
  const words = percentFigure(requiredProbability)
  return html`<p class="row-note">In each cell: how probable a page is, below it the median time until then. Bold: found, with ${words} or more. ?: too few trials to tell whether it is ${words}. ·: not tried.${asked === null ? null : ' Framed: what was asked.'}</p>
`
}
