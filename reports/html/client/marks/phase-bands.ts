// Phases as bands behind the lines: every other phase is shaded, unmeasured phases are hatched.

import type uPlot from 'uplot'
import type { PhaseBand } from '../../charts/chart-data.ts'
import type { Palette } from '../theme/palette.ts'
import { clipToPlot, drawHatching, drawLabel, drawLine, fitText, pixelRatio, textWidth, widestText } from './strokes.ts'

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

const NAME_ROW = 18

/** The room that the names of the phases take above a plot whose area is `plotWidth` wide. CSS pixels. */
export function phaseNameHeight(phases: readonly PhaseBand[], plotWidth: number, toSeconds: number): number {
  const fits = ({ name, fromSeconds, toSeconds: until }: PhaseBand) =>
    widestText([name]) <= ((until - fromSeconds) / Math.max(1, toSeconds)) * plotWidth - 10
  return phases.every(fits) ? NAME_ROW + 2 : 2 * NAME_ROW + 2
}

/**
 * The names of the phases above the plot. A name that is wider than its phase goes to a second row, where it may extend
 * over the next phases. Where two names collide there, a measured phase is named rather than an unmeasured one.
 */
export function drawPhaseNames(plot: uPlot, phases: readonly PhaseBand[], palette: Palette): void {
  const ratio = pixelRatio()
  const { left: plotLeft, top, width: plotWidth } = plot.bbox
  const plotRight = plotLeft + plotWidth
  const secondRow: { readonly from: number; readonly until: number }[] = []
  for (const phase of [...phases].sort((a, b) => Number(b.measured) - Number(a.measured))) {
    const { left, width } = extent(plot, phase)
    const [from, until] = [Math.max(left, plotLeft), Math.min(left + width, plotRight)]
    if (until <= from) continue
    const room = textWidth(plot.ctx, phase.name) + 10 * ratio
    const isWide = room > until - from
    const name = isWide ? fitText(plot.ctx, phase.name, plotRight - from - 6 * ratio) : phase.name
    const isTaken = isWide && secondRow.some((other) => from < other.until && other.from < from + room)
    if (name === '' || isTaken) continue
    if (isWide) secondRow.push({ from, until: from + room })
    const y = top - (isWide ? NAME_ROW + 9 : 9) * ratio
    drawLine(plot.ctx, [from, top], [from, y - 5 * ratio], { color: palette.line })
    drawLabel(plot.ctx, name, from + 5 * ratio, y, { color: palette.muted, halo: palette.surface })
  }
}

function extent(plot: uPlot, { fromSeconds, toSeconds }: PhaseBand): { left: number; width: number } {
  const left = plot.valToPos(fromSeconds, 'x', true)
  return { left, width: plot.valToPos(toSeconds, 'x', true) - left }
}
