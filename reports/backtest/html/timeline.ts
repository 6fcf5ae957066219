// Episodes on a line of time, a lane for each history. Drawn as SVG that needs no script; what is told by colour is told by
// the lane's name too, and each mark says its time where the pointer rests on it.

import type { ReportedEpisode, ReportedSpan } from '../../../core/report/backtest-report.ts'
import { html, type Markup } from '../../html/page/markup.ts'
import { instantFigure } from '../figures/instant-figure.ts'
import { spanFigure } from '../figures/span-figure.ts'

export interface Lane {
  readonly name: string
  /** Of the style sheet: `lane-surely`. */
  readonly style: string
  readonly spans: readonly LaneSpan[]
}

interface LaneSpan {
  readonly from: string
  readonly to: string
}

export interface TimelineSpan {
  readonly from: string
  readonly to: string
}

/** Units of the drawing's width. */
const WIDTH = 1000
/** So that a firing of a minute can be seen in a month. */
const LEAST_WIDTH = 4
const HEIGHT = 10

export function episodeLane(name: string, style: string, episodes: readonly ReportedEpisode[]): Lane {
  return { name, style, spans: episodes.map(({ start, end, lastFiring }) => ({ from: start, to: end ?? lastFiring })) }
}

export function gapLane(spans: readonly ReportedSpan[]): Lane {
  return { name: 'not known', style: 'lane-gap', spans }
}

/** @param summary for screen readers */
export function renderTimeline(lanes: readonly Lane[], span: TimelineSpan, summary: string): Markup {
  const middle = new Date((Date.parse(span.from) + Date.parse(span.to)) / 2).toISOString()
  return html`<div class="lanes" role="img" aria-label="${summary}">
${lanes.map((lane) => renderLane(lane, span))}<p class="lane-axis"><span>${instantFigure(span.from.slice(0, 16))}</span><span class="lane-middle">${instantFigure(middle.slice(0, 16))}</span><span>${instantFigure(span.to.slice(0, 16))} UTC</span></p>
</div>
`
}

function renderLane({ name, style, spans }: Lane, span: TimelineSpan): Markup {
  return html`<div class="lane"><span class="lane-name">${name}</span><svg class="lane-band ${style}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><rect class="lane-ground" width="${WIDTH}" height="${HEIGHT}"/>${marksOf(
    spans,
    span,
  ).map(
    ({ left, width, title }) =>
      html`<rect class="lane-mark" x="${left}" width="${width}" height="${HEIGHT}"><title>${title}</title></rect>`,
  )}</svg></div>
`
}

interface Mark {
  readonly left: number
  readonly width: number
  readonly title: string
}

/** Marks that would overlap are one, so that a month of flapping stays a thousand marks at most. */
function marksOf(spans: readonly LaneSpan[], { from, to }: TimelineSpan): Mark[] {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const place = (instant: string) =>
    toMs === fromMs ? 0 : Math.min(WIDTH, Math.max(0, ((Date.parse(instant) - fromMs) / (toMs - fromMs)) * WIDTH))
  const joined: { left: number; right: number; spans: LaneSpan[] }[] = []
  for (const each of [...spans].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const left = Math.min(place(each.from), WIDTH - LEAST_WIDTH)
    const right = Math.max(place(each.to), left + LEAST_WIDTH)
    const last = joined.at(-1)
    if (last !== undefined && left <= last.right) {
      last.right = Math.max(last.right, right)
      last.spans.push(each)
    } else joined.push({ left, right, spans: [each] })
  }
  return joined.map(({ left, right, spans: held }) => ({
    left: rounded(left),
    width: rounded(right - left),
    title: titleOf(held),
  }))
}

function titleOf(spans: readonly LaneSpan[]): string {
  const [first] = spans
  if (first === undefined) return ''
  const last =
    spans
      .map(({ to }) => to)
      .sort()
      .at(-1) ?? first.to
  const seconds = (Date.parse(last) - Date.parse(first.from)) / 1e3
  if (spans.length === 1) return `${instantFigure(first.from)}, ${spanFigure(seconds)}`
  return `${spans.length} from ${instantFigure(first.from)} to ${instantFigure(last)}`
}

function rounded(value: number): number {
  return Number(value.toFixed(1))
}
