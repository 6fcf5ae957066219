// One alert over the run: its states, and the time until it fired and until it resolved.

import uPlot from 'uplot'
import type { AlertChart, TimeSpan } from '../../charts/chart-data.ts'
import { timeAxis } from '../axis/time-axis.ts'
import { drawAlertLanes } from '../marks/alert-lanes.ts'
import { drawPhaseBands, drawPhaseNames, phaseNameHeight } from '../marks/phase-bands.ts'
import { drawLabel, drawLine, pixelRatio, textWidth, widestText } from '../marks/strokes.ts'
import type { Palette } from '../theme/palette.ts'
import type { Draw } from './plot-host.ts'

/** CSS pixels from the upper edge of the plot: the band of states, the spans. */
const LANE_TOP = 0
const SPAN_TOP = 50
/** CSS pixels at the left and right of the plot. */
const SIDE_MARGIN = 24

export function drawAlertChart(chart: AlertChart): Draw {
  return ({ host, width, palette }) => {
    const plotWidth = width - 2 * SIDE_MARGIN
    const spans = placedSpans(chart, plotWidth)
    const nameHeight = phaseNameHeight(chart.phases, plotWidth, chart.toSeconds)
    const last = spans.at(-1)
    const contentHeight = last === undefined ? SPAN_TOP - 6 : last.top + (last.side === 'below' ? 38 : 22)
    const options: uPlot.Options = {
      width,
      height: contentHeight + 34 + nameHeight,
      padding: [nameHeight, SIDE_MARGIN, 0, SIDE_MARGIN],
      legend: { show: false },
      cursor: { show: false },
      series: [{}, { points: { show: false } }],
      scales: { x: { time: false, range: [0, Math.max(1, chart.toSeconds)] }, y: { range: [0, 1] } },
      axes: [timeAxis(palette, true), { show: false }],
      hooks: {
        drawClear: [(plot) => drawPhaseBands(plot, chart.phases, palette)],
        draw: [
          (plot) => {
            drawPhaseNames(plot, chart.phases, palette)
            plot.ctx.save()
            plot.ctx.translate(0, (LANE_TOP - 10) * pixelRatio())
            drawAlertLanes(plot, [chart.lane], palette, false)
            plot.ctx.restore()
            for (const span of spans) drawSpan(plot, span, palette)
          },
        ],
      },
    }
    return new uPlot(
      options,
      [
        [0, Math.max(1, chart.toSeconds)],
        [null, null],
      ],
      host,
    )
  }
}

type LabelSide = 'left' | 'right' | 'below'

/** Where the label of a span stands: beside its line where there is room, else below it. */
function labelSide({ label, fromSeconds, toSeconds }: TimeSpan, plotWidth: number, endSeconds: number): LabelSide {
  const room = widestText([label], 12, 600) + 12
  const at = (seconds: number) => (seconds / Math.max(1, endSeconds)) * plotWidth
  if (at(toSeconds) + room <= plotWidth) return 'right'
  return at(fromSeconds) - room >= 0 ? 'left' : 'below'
}

interface PlacedSpan extends TimeSpan {
  readonly side: LabelSide
  /** CSS pixels from the upper edge of the plot. */
  readonly top: number
}

function placedSpans({ detection, resolution, toSeconds }: AlertChart, plotWidth: number): PlacedSpan[] {
  let top = SPAN_TOP
  return [detection, resolution]
    .filter((span) => span !== null)
    .map((span) => {
      const placed = { ...span, side: labelSide(span, plotWidth, toSeconds), top }
      top += placed.side === 'below' ? 38 : 22
      return placed
    })
}

/** A dimension line with its length as label. */
function drawSpan(plot: uPlot, { label, fromSeconds, toSeconds, side, top }: PlacedSpan, palette: Palette): void {
  const ratio = pixelRatio()
  const { ctx: context, bbox } = plot
  const y = bbox.top + top * ratio
  const [from, to] = [plot.valToPos(fromSeconds, 'x', true), plot.valToPos(toSeconds, 'x', true)]
  const line = { color: palette.ink, width: 1.5 }
  drawLine(context, [from, y], [to, y], line)
  for (const x of [from, to]) drawLine(context, [x, y - 6 * ratio], [x, y + 6 * ratio], line)
  const style = { color: palette.ink, halo: palette.surface, weight: 600 } as const
  if (side === 'right') drawLabel(context, label, to + 8 * ratio, y, style)
  if (side === 'left') drawLabel(context, label, from - 8 * ratio, y, { ...style, align: 'right' })
  if (side !== 'below') return
  const half = textWidth(context, label, 12, 600) / 2
  const middle = Math.min(Math.max((from + to) / 2, bbox.left + half), bbox.left + bbox.width - half)
  drawLabel(context, label, middle, y + 16 * ratio, { ...style, align: 'center' })
}
