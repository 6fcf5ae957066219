// Spans of time on lanes above one axis, as SVG that needs no script. Places are in percent of the width, so that neither
// text nor strokes are stretched. What is told by colour is told by the lane's name too, and each mark says its time where
// the pointer rests on it. Seconds, from whatever instant.

import { html, type Markup, type MarkupPart } from '../page/markup.ts'
import { softBreaks } from '../page/soft-breaks.ts'

export interface LaneAxis {
  readonly fromSeconds: number
  readonly toSeconds: number
  readonly ticks: readonly LaneTick[]
}

export interface LaneTick {
  readonly atSeconds: number
  readonly label: string
  /** A narrow page leaves it out. */
  readonly isMinor?: boolean
}

export interface Lane {
  readonly name: string
  /** Drawn under the layers, in a box of its own. */
  readonly ground?: MarkupPart
  /** Drawn one over the other, the first at the bottom. */
  readonly layers: readonly LaneLayer[]
}

export interface LaneLayer {
  /** Of the style sheet: `lane-surely`. */
  readonly style: string
  readonly marks: readonly LaneMark[]
  /** What marks say; those that would overlap are drawn as one. */
  readonly titleOf: (marks: readonly LaneMark[]) => string
  /** An instant is a pin; a span, as everything unless said, is a bar. */
  readonly shape?: 'bar' | 'pin'
}

export interface LaneMark {
  readonly fromSeconds: number
  readonly toSeconds: number
  /** Stands in the mark, where the one before leaves room for it. */
  readonly label?: string
  /** Where on the page more is said of it. */
  readonly anchor?: string
}

/** In percent: so that a firing of a minute can be seen in a month. */
const LEAST_WIDTH = 0.4
/** In percent: less than that apart, labels would run into each other. */
const LABEL_ROOM = 3.5

/** @param summary for screen readers; what the marks say has to stand in the page's text as well */
export function renderLanes(lanes: readonly Lane[], axis: LaneAxis, summary: string): Markup {
  return html`<div class="lanes" role="img" aria-label="${summary}">
${lanes.map((lane) => renderLane(lane, axis))}${renderAxis(axis)}</div>
`
}

function renderLane({ name, ground, layers }: Lane, axis: LaneAxis): Markup {
  return html`<div class="lane"><span class="lane-name" title="${name}">${softBreaks(name)}</span>${laneDrawing(
    'lane-band',
    html`<rect class="lane-ground" width="100%" height="100%"/>${ground}${innerTicks(axis).map(
      (place) => html`<line class="lane-tick" x1="${place}%" x2="${place}%" y2="100%"/>`,
    )}${layers.map((layer) => renderLayer(layer, axis))}`,
  )}</div>
`
}

function laneDrawing(style: string, content: MarkupPart): Markup {
  return html`<svg class="${style}" width="100%" aria-hidden="true">${content}</svg>`
}

function innerTicks(axis: LaneAxis): number[] {
  return axis.ticks.map(({ atSeconds }) => placeOf(atSeconds, axis)).filter((place) => place > 0 && place < 100)
}

function renderLayer({ style, marks, titleOf, shape = 'bar' }: LaneLayer, axis: LaneAxis): MarkupPart {
  if (marks.length === 0) return null
  const joined = joinMarks(marks, axis)
  const labels = labelsOf(joined)
  return html`<g class="${style}">${joined.map(({ left, width, marks: held }) =>
    shape === 'bar'
      ? html`<rect class="lane-mark" x="${left}%" width="${width}%" height="100%"><title>${titleOf(held)}</title></rect>`
      : html`<circle class="lane-mark" cx="${rounded(left + LEAST_WIDTH / 2)}%" cy="50%" r="4"><title>${titleOf(held)}</title></circle>`,
  )}${labels.map(({ place, label, anchor }) => {
    const text = html`<text class="lane-label" x="${place}%" y="50%">${label}</text>`
    return anchor === undefined ? text : html`<a href="#${anchor}" tabindex="-1">${text}</a>`
  })}</g>`
}

function renderAxis(axis: LaneAxis): Markup {
  const anchorAt = (place: number) => (place < 2 ? 'start' : place > 98 ? 'end' : 'middle')
  return html`<div class="lane"><span class="lane-name"></span>${laneDrawing(
    'lane-axis',
    axis.ticks.map((tick) => {
      const place = placeOf(tick.atSeconds, axis)
      return html`<text class="${tick.isMinor ? 'lane-minor' : 'lane-major'}" x="${place}%" y="1em" text-anchor="${anchorAt(place)}">${tick.label}</text>`
    }),
  )}</div>
`
}

interface JoinedMark {
  readonly left: number
  readonly width: number
  readonly marks: readonly LaneMark[]
}

/** Marks that would overlap are one, so that a month of flapping stays a few hundred marks. */
function joinMarks(marks: readonly LaneMark[], axis: LaneAxis): JoinedMark[] {
  const joined: { left: number; right: number; marks: LaneMark[] }[] = []
  for (const mark of [...marks].sort((a, b) => a.fromSeconds - b.fromSeconds)) {
    const left = Math.min(placeOf(mark.fromSeconds, axis), 100 - LEAST_WIDTH)
    const right = Math.max(placeOf(mark.toSeconds, axis), left + LEAST_WIDTH)
    const last = joined.at(-1)
    if (last !== undefined && left <= last.right) {
      last.right = Math.max(last.right, right)
      last.marks.push(mark)
    } else joined.push({ left, right, marks: [mark] })
  }
  return joined.map(({ left, right, marks: held }) => ({
    left: rounded(left),
    width: rounded(right - left),
    marks: held,
  }))
}

interface PlacedLabel {
  readonly place: number
  readonly label: string
  readonly anchor: string | undefined
}

function labelsOf(joined: readonly JoinedMark[]): PlacedLabel[] {
  let free = Number.NEGATIVE_INFINITY
  return joined.flatMap(({ left, width, marks: [first] }) => {
    if (first?.label === undefined) return []
    const place = rounded(Math.min(98.5, Math.max(1.5, left + width / 2)))
    if (place < free) return []
    free = place + LABEL_ROOM
    return [{ place, label: first.label, anchor: first.anchor }]
  })
}

/** In percent of the width; at an edge what lies beyond it. */
function placeOf(seconds: number, { fromSeconds, toSeconds }: LaneAxis): number {
  if (toSeconds === fromSeconds) return 0
  const share = (seconds - fromSeconds) / (toSeconds - fromSeconds)
  return rounded(Math.min(1, Math.max(0, share)) * 100)
}

function rounded(percent: number): number {
  return Number(percent.toFixed(2))
}
