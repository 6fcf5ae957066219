// Quantiles that lie among requests that never ended have no place on an axis, so they are marked at its upper edge: a
// triangle for the quantile of a bin, a line for the exact quantile of the window.

import type uPlot from 'uplot'
import type { TimelineChart } from '../../charts/chart-data.ts'
import type { Palette } from '../theme/palette.ts'
import { clipToPlot, drawLabel, drawLine, pixelRatio } from './strokes.ts'

export function drawInfinityMarks(plot: uPlot, chart: TimelineChart, palette: Palette): void {
  const { slotUnbounded, exactUnbounded, ends, binSeconds } = chart
  const ratio = pixelRatio()
  const { top } = plot.bbox
  clipToPlot(plot, (context) => {
    for (const bin of exactUnbounded) {
      const end = ends[bin] ?? 0
      const [from, to] = [plot.valToPos(end - binSeconds, 'x', true), plot.valToPos(end, 'x', true)]
      drawLine(context, [from, top + 2 * ratio], [to, top + 2 * ratio], { color: palette.exact, width: 4 })
    }
    for (const bin of slotUnbounded)
      drawTriangle(context, plot.valToPos(ends[bin] ?? 0, 'x', true), top + 8 * ratio, palette.timeouts)
    const [first] = exactUnbounded
    if (first === undefined) return
    const x = plot.valToPos((ends[first] ?? 0) - binSeconds, 'x', true)
    const style = { color: palette.exact, halo: palette.surface, weight: 650 } as const
    drawLabel(context, `exact: ∞, requests never ended`, x + 4 * ratio, top + 26 * ratio, style)
  })
}

function drawTriangle(context: CanvasRenderingContext2D, x: number, top: number, color: string): void {
  const size = 4 * pixelRatio()
  context.fillStyle = color
  context.beginPath()
  context.moveTo(x, top)
  context.lineTo(x + size, top + 1.8 * size)
  context.lineTo(x - size, top + 1.8 * size)
  context.fill()
}
