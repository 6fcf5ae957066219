// Limits as labelled lines. A limit is drawn only where it holds.

import type uPlot from 'uplot'
import type { LimitLine } from '../../charts/chart-data.ts'
import type { Palette } from '../theme/palette.ts'
import { type LabelPlace, leastCovered, type Point, pointsOfCurves } from './free-place.ts'
import { clipToPlot, drawLabel, drawLine, fitText, pixelRatio, textWidth } from './strokes.ts'

const DASHES: Readonly<Record<LimitLine['kind'], readonly number[]>> = {
  sla: [7, 4],
  alert: [2, 4],
  highestBound: [1, 5],
}

/** Limits of the same value and extent become one line with both labels. */
export function joinedLimits(limits: readonly LimitLine[]): LimitLine[] {
  const joined: LimitLine[] = []
  for (const limit of limits) {
    const same = joined.findIndex(
      ({ seconds, fromSeconds, toSeconds }) =>
        seconds === limit.seconds && fromSeconds === limit.fromSeconds && toSeconds === limit.toSeconds,
    )
    const other = joined[same]
    if (other === undefined) joined.push(limit)
    else if (other.label !== limit.label) joined[same] = { ...other, label: `${other.label} · ${limit.label}` }
  }
  return joined
}

export function drawLimits(plot: uPlot, limits: readonly LimitLine[], palette: Palette): void {
  const ratio = pixelRatio()
  const { min = 0, max = 0 } = plot.scales.y ?? {}
  const named: LabelPlace[] = []
  const points = pointsOfCurves(plot)
  clipToPlot(plot, (context) => {
    for (const { kind, label, seconds, fromSeconds, toSeconds } of limits) {
      if (seconds < (min ?? 0) || seconds > (max ?? 0)) continue
      const y = plot.valToPos(seconds, 'y', true)
      const from = Math.max(plot.valToPos(fromSeconds, 'x', true), plot.bbox.left)
      const until = Math.min(plot.valToPos(toSeconds, 'x', true), plot.bbox.left + plot.bbox.width)
      const color = kind === 'sla' ? palette.ink : palette.muted
      drawLine(context, [from, y], [until, y], { color, width: kind === 'sla' ? 1.75 : 1.25, dash: DASHES[kind] })
      // The label of a short line may extend beyond its end.
      const name = fitText(context, label, plot.bbox.left + plot.bbox.width - from - 10 * ratio)
      if (name === '') continue
      const style = { color, halo: palette.surface, weight: kind === 'sla' ? 650 : 450 } as const
      const width = textWidth(context, name, 12, style.weight)
      const line = { from, until, y, width, left: plot.bbox.left, top: plot.bbox.top }
      const place = freePlace(line, named, points)
      named.push(place)
      drawLabel(context, name, place.x, place.y, style)
    }
  })
}

interface NamedLine {
  readonly from: number
  readonly until: number
  readonly y: number
  /** The width of its label. */
  readonly width: number
  /** The edges of the plot. */
  readonly left: number
  readonly top: number
}

/**
 * Above or below the line, at its left end, its right end or in between: of the places inside the plot and free of other
 * labels, the one that covers the fewest points of the curves.
 */
function freePlace(
  { from, until, y, width, left: plotLeft, top }: NamedLine,
  taken: readonly LabelPlace[],
  points: readonly Point[],
): LabelPlace {
  const ratio = pixelRatio()
  const [left, right] = [from + 5 * ratio, Math.max(plotLeft, until - width - 5 * ratio)]
  const [above, below] = [y - 9 * ratio, y + 10 * ratio]
  const columns = [0, 1, 0.75, 0.5, 0.25].map((part) => left + (right - left) * part)
  const places = columns.flatMap((x) => [above, below].map((middle) => ({ x, y: middle, width })))
  const free = places.filter(
    (place) => place.y > top + 5 * ratio && !taken.some((other) => overlap(place, other, 14 * ratio)),
  )
  return leastCovered(free, points) ?? { x: left, y: below, width }
}

function overlap(a: LabelPlace, b: LabelPlace, height: number): boolean {
  return Math.abs(a.y - b.y) < height && a.x < b.x + b.width && b.x < a.x + a.width
}

/** Limits above the axis are named at the upper edge. */
export function drawLimitsAbove(plot: uPlot, limits: readonly LimitLine[], palette: Palette): void {
  const text = [...new Set(limits.map(({ label }) => `↑ ${label}`))].join('  ')
  const { left, top, width } = plot.bbox
  const shown = fitText(plot.ctx, text, width)
  const style = { color: palette.muted, halo: palette.surface, align: 'right' } as const
  drawLabel(plot.ctx, shown, left + width - 5 * pixelRatio(), top + 11 * pixelRatio(), style)
}
