// Phases as bands behind the lines: every other phase is shaded, unmeasured phases are hatched.

import type uPlot from 'uplot'
import type { PhaseBand } from '../../charts/chart-data.ts'
import type { Palette } from '../theme/palette.ts'
import { clipToPlot, drawHatching, drawLabel, drawLine, fitText, pixelRatio } from './strokes.ts'

export function drawPhaseBands(plot: uPlot, phases: readonly PhaseBand[], palette: Palette): void {
  const { top, height } = plot.bbox
  clipToPlot(plot, (context) => {
    phases.forEach((phase, i) => {
      const { left, width } = extent(plot, phase)
      if (i % 2 === 1) {
        context.fillStyle = palette.shade
        context.fillRect(left, top, width, height)
      }
      if (!phase.measured) drawHatching(context, { left, top, width, height }, { color: palette.grid })
      if (i > 0) drawLine(context, [left, top], [left, top + height], { color: palette.line })
    })
  })
}

/** CSS pixels above a plot that the names of its phases take. */
export const PHASE_NAME_HEIGHT = 20

/** The names of the phases above the plot, as far as each one's width allows. */
export function drawPhaseNames(plot: uPlot, phases: readonly PhaseBand[], palette: Palette): void {
  const ratio = pixelRatio()
  const { left: plotLeft, top, width: plotWidth } = plot.bbox
  for (const phase of phases) {
    const { left, width } = extent(plot, phase)
    const from = Math.max(left, plotLeft)
    const until = Math.min(left + width, plotLeft + plotWidth)
    const name = fitText(plot.ctx, phase.name, until - from - 6 * ratio)
    if (name === '') continue
    drawLine(plot.ctx, [from, top], [from, top - 14 * ratio], { color: palette.line })
    drawLabel(plot.ctx, name, from + 5 * ratio, top - 9 * ratio, { color: palette.muted, halo: palette.surface })
  }
}

function extent(plot: uPlot, { fromSeconds, toSeconds }: PhaseBand): { left: number; width: number } {
  const left = plot.valToPos(fromSeconds, 'x', true)
  return { left, width: plot.valToPos(toSeconds, 'x', true) - left }
}
