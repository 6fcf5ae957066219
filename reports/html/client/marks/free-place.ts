// Where a label covers the least of the curves. Canvas pixels.

import type uPlot from 'uplot'
import { pixelRatio } from './strokes.ts'

/** The left end and the vertical middle of a label, and its width. */
export interface LabelPlace {
  readonly x: number
  readonly y: number
  readonly width: number
}

export type Point = readonly [x: number, y: number]

/** Points along all lines on the y axis, close enough together that no label fits between them. */
export function pointsOfCurves(plot: uPlot): Point[] {
  const [xs, ...columns] = plot.data
  return columns.flatMap((values) => {
    const points = [...values].map((value, i): Point | null =>
      typeof value === 'number' ? [plot.valToPos(xs[i] as number, 'x', true), plot.valToPos(value, 'y', true)] : null,
    )
    return points.flatMap((point, i) => (point === null ? [] : [...between(points[i - 1] ?? point, point), point]))
  })
}

const STEP = 6

function between([x0, y0]: Point, [x1, y1]: Point): Point[] {
  const steps = Math.min(200, Math.floor(Math.hypot(x1 - x0, y1 - y0) / (STEP * pixelRatio())))
  return Array.from({ length: steps }, (_, i): Point => {
    const part = (i + 1) / (steps + 1)
    return [x0 + (x1 - x0) * part, y0 + (y1 - y0) * part]
  })
}

/** The place that covers the fewest points; the first of equals. Undefined without places. */
export function leastCovered<Place extends LabelPlace>(
  places: readonly Place[],
  points: readonly Point[],
): Place | undefined {
  const ratio = pixelRatio()
  const covered = places.map(
    ({ x, y, width }) =>
      points.filter(([px, py]) => px > x - 4 * ratio && px < x + width + 4 * ratio && Math.abs(py - y) < 9 * ratio)
        .length,
  )
  return places[covered.indexOf(Math.min(...covered))]
}
