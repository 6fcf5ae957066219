// The chosen quantile over a cumulative distribution: its level, where the exact curve and the estimate reach it, and the
// difference between the two.

import type uPlot from 'uplot'
import { formatLatency, formatLatencyDifference } from '../../../figures/figures.ts'
import type { DistributionQuantile } from '../../charts/chart-data.ts'
import type { Palette } from '../theme/palette.ts'
import { clipToPlot, drawLabel, drawLine, pixelRatio, textWidth } from './strokes.ts'
import { drawDiamond, drawDot } from './symbols.ts'

/** The quantile's level, where each function reaches it, and the difference between the two. */
export function drawQuantileLine(
  plot: uPlot,
  { name, quantile, exact, estimate }: DistributionQuantile,
  exactColor: string,
  palette: Palette,
): void {
  const ratio = pixelRatio()
  const y = plot.valToPos(quantile, 'y', true)
  const bottom = plot.bbox.top + plot.bbox.height
  const at = (seconds: number) => plot.valToPos(seconds, 'x', true)
  clipToPlot(plot, (context) => {
    drawLine(context, [plot.bbox.left, y], [plot.bbox.left + plot.bbox.width, y], {
      color: palette.ink,
      width: 1,
      dash: [2, 3],
    })
    if (exact !== null)
      drawLine(context, [at(exact), y], [at(exact), bottom], { color: exactColor, width: 1.5, dash: [2, 3] })
    if (estimate !== null)
      drawLine(context, [at(estimate), y], [at(estimate), bottom], {
        color: palette.estimate,
        width: 1.5,
        dash: [2, 3],
      })
    if (exact !== null && estimate !== null)
      drawLine(context, [at(exact), y], [at(estimate), y], { color: palette.ink, width: 4 })
  })
  const { ctx: context } = plot
  if (exact !== null) drawDot(context, at(exact), y, exactColor, palette.surface)
  if (estimate !== null) drawDiamond(context, at(estimate), y, palette.estimate, palette.surface)
  labelQuantile(plot, { name, quantile, exact, estimate, y, exactColor }, palette)
  drawLabel(context, name, plot.bbox.left + 6 * ratio, y + (quantile > 0.9 ? 12 : -10) * ratio, {
    color: palette.ink,
    halo: palette.surface,
    weight: 700,
  })
}

interface PlacedQuantile {
  readonly name: string
  readonly quantile: number
  readonly exact: number | null
  readonly estimate: number | null
  /** Canvas pixels. */
  readonly y: number
  readonly exactColor: string
}

/** Names beside the drop lines, close to the axis that they are read from: below a curve that rises there is room. */
function labelQuantile(plot: uPlot, { exact, estimate, y, exactColor }: PlacedQuantile, palette: Palette): void {
  const ratio = pixelRatio()
  const { ctx: context, bbox } = plot
  const at = (seconds: number) => plot.valToPos(seconds, 'x', true)
  const place = (text: string, x: number, row: number, color: string) => {
    const isLeft = x + textWidth(context, text, 12, 700) + 14 * ratio > bbox.left + bbox.width
    drawLabel(context, text, x + (isLeft ? -8 : 8) * ratio, bbox.top + bbox.height - row * ratio, {
      color,
      halo: palette.surface,
      align: isLeft ? 'right' : 'left',
      weight: 700,
    })
  }
  if (exact !== null) place(`exact ${formatLatency(exact)}`, at(exact), 30, exactColor)
  if (estimate !== null) place(`estimate ${formatLatency(estimate)}`, at(estimate), 12, palette.estimate)
  if (exact === null || estimate === null) return
  const middle = (at(exact) + at(estimate)) / 2
  const text = formatLatencyDifference(estimate - exact)
  if (Math.abs(at(estimate) - at(exact)) > textWidth(context, text, 13, 700) + 20 * ratio)
    drawLabel(context, text, middle, y + 16 * ratio, {
      color: palette.ink,
      halo: palette.surface,
      align: 'center',
      weight: 700,
      pixels: 13,
    })
}
