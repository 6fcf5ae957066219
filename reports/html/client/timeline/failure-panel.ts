// The panel of failures: errors and timeouts, stacked. Requests per second.

import type uPlot from 'uplot'
import type { TimelineChart } from '../../charts/chart-data.ts'
import { countAxis } from '../axis/count-axis.ts'
import { drawLabel } from '../marks/strokes.ts'
import { createPanel } from '../plots/panel.ts'
import type { PlotSurface } from '../plots/plot-host.ts'
import { stackedPlot, steps } from './stacked-plot.ts'

export function failurePanel(chart: TimelineChart, surface: PlotSurface): uPlot {
  const { palette, host } = surface
  const panel = createPanel('Errors and timeouts', 'per second, stacked')
  host.append(panel.element)
  const failed = chart.ends.map((_, bin) => (chart.errorRate[bin] ?? 0) + (chart.timeoutRate[bin] ?? 0))
  const most = Math.max(0, ...failed)
  return stackedPlot(chart, surface, panel.plot, {
    labelled: true,
    height: most === 0 ? 86 : 130,
    data: [failed, chart.timeoutRate].map((values) => ({ values, holds: true })),
    series: [
      {},
      { stroke: palette.errors, fill: palette['errors-soft'], width: 1.25, paths: steps(), points: { show: false } },
      { stroke: palette.timeouts, fill: palette['timeouts-soft'], width: 1, paths: steps(), points: { show: false } },
    ],
    scales: { y: { range: [0, most === 0 ? 1 : most * 1.12] } },
    axis: countAxis(palette),
    above: (plot) => {
      if (most > 0) return
      const { left, top, width, height } = plot.bbox
      const style = { color: palette.muted, halo: palette.surface, align: 'center' } as const
      drawLabel(plot.ctx, 'none', left + width / 2, top + height / 2, style)
    },
  })
}
