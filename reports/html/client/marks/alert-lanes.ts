// Alert states as bands: firing is filled, pending is hatched, inactive is a thin line, a rule without data is a dotted line.
// Each band is labelled where there is room.

import type uPlot from 'uplot'
import type { AlertLane, AlertSegment } from '../../charts/chart-data.ts'
import type { Palette } from '../theme/palette.ts'
import { type Box, clipToPlot, drawHatching, drawLabel, drawLine, fitText, pixelRatio, textWidth } from './strokes.ts'

/** CSS pixels: a line for the name, a band below it. */
export const LANE_HEIGHT = 44
const BAND_HEIGHT = 20
const NAME_HEIGHT = 18

export function drawAlertLanes(plot: uPlot, lanes: readonly AlertLane[], palette: Palette, named = true): void {
  const ratio = pixelRatio()
  clipToPlot(plot, (context) => {
    lanes.forEach((lane, i) => {
      const top = plot.bbox.top + i * LANE_HEIGHT * ratio
      if (named) {
        const name = fitText(context, lane.name, plot.bbox.width - 10 * ratio)
        drawLabel(context, name, plot.bbox.left + 5 * ratio, top + 9 * ratio, {
          color: palette.ink,
          halo: palette.surface,
        })
      }
      for (const segment of lane.segments) drawSegment(plot, context, segment, top + NAME_HEIGHT * ratio, palette)
    })
  })
}

function drawSegment(
  plot: uPlot,
  context: CanvasRenderingContext2D,
  { state, fromSeconds, toSeconds }: AlertSegment,
  top: number,
  palette: Palette,
): void {
  const ratio = pixelRatio()
  const left = plot.valToPos(fromSeconds, 'x', true)
  const box = { left, top, width: plot.valToPos(toSeconds, 'x', true) - left, height: BAND_HEIGHT * ratio }
  const middle = top + box.height / 2
  switch (state) {
    case 'inactive':
    case 'noData': {
      const dash = state === 'noData' ? [1, 4] : []
      drawLine(context, [left, middle], [left + box.width, middle], { color: palette.quiet, width: 2, dash })
      name(context, box, state === 'noData' ? 'no data' : 'inactive', {
        color: palette.muted,
        halo: palette.surface,
      })
      break
    }
    case 'pending':
      context.fillStyle = palette.pending
      context.fillRect(left, top, box.width, box.height)
      drawHatching(context, box, { color: palette['pending-ink'], width: 0.6 }, 7)
      name(context, box, 'pending', { color: palette['pending-ink'], halo: palette.pending })
      break
    case 'firing':
      context.fillStyle = palette.firing
      context.fillRect(left, top, box.width, box.height)
      name(context, box, 'FIRING', { color: palette['firing-ink'], halo: palette.firing })
      break
  }
}

function name(context: CanvasRenderingContext2D, box: Box, text: string, style: { color: string; halo: string }): void {
  if (textWidth(context, text, 12, 600) > box.width - 10 * pixelRatio()) return
  drawLabel(context, text, box.left + 6 * pixelRatio(), box.top + box.height / 2, { ...style, weight: 600 })
}
