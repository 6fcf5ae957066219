// One alert over the run: its states, and the time until it fired and until it resolved.

import uPlot from 'uplot'
import type { AlertChart, TimeSpan } from '../../charts/chart-data.ts'
import { timeAxis } from '../axis/time-axis.ts'
import { drawAlertLanes } from '../marks/alert-lanes.ts'
import { drawPhaseBands, drawPhaseNames, PHASE_NAME_HEIGHT } from '../marks/phase-bands.ts'
import { drawLabel, drawLine, fitText, pixelRatio, textWidth } from '../marks/strokes.ts'
import type { Palette } from '../theme/palette.ts'
import type { Draw } from './plot-host.ts'

/** CSS pixels from the upper edge of the plot: the band of states, the spans. */
const LANE_TOP = 0
const SPAN_TOP = 50

export function drawAlertChart(chart: AlertChart): Draw {
  return ({ host, width, palette }) => {
    const spans = [chart.detection, chart.resolution].filter((span) => span !== null)
    const options: uPlot.Options = {
      width,
      height: (spans.length === 0 ? SPAN_TOP - 6 : SPAN_TOP + spans.length * 22) + 34 + PHASE_NAME_HEIGHT,
      padding: [PHASE_NAME_HEIGHT + 2, 24, 0, 24],
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
            spans.forEach((span, i) => {
              drawSpan(plot, span, SPAN_TOP + i * 22, palette)
            })
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

/** A dimension line with its length as label. */
function drawSpan(plot: uPlot, { label, fromSeconds, toSeconds }: TimeSpan, top: number, palette: Palette): void {
  const ratio = pixelRatio()
  const { ctx: context, bbox } = plot
  const y = bbox.top + top * ratio
  const [from, to] = [plot.valToPos(fromSeconds, 'x', true), plot.valToPos(toSeconds, 'x', true)]
  const line = { color: palette.ink, width: 1.5 }
  drawLine(context, [from, y], [to, y], line)
  for (const x of [from, to]) drawLine(context, [x, y - 6 * ratio], [x, y + 6 * ratio], line)
  const style = { color: palette.ink, halo: palette.surface, weight: 600 } as const
  const room = textWidth(context, label) + 10 * ratio
  if (to + room <= bbox.left + bbox.width) drawLabel(context, label, to + 8 * ratio, y, style)
  else if (from - room >= bbox.left) drawLabel(context, label, from - 8 * ratio, y, { ...style, align: 'right' })
  else drawLabel(context, fitText(context, label, to - from), (from + to) / 2, y, { ...style, align: 'center' })
}
