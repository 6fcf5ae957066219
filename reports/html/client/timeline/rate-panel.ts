// The panel of rates: arrivals offered and answers achieved. Requests per second.

import type uPlot from 'uplot'
import type { TimelineChart } from '../../charts/chart-data.ts'
import { countAxis } from '../axis/count-axis.ts'
import { drawEndLabels } from '../marks/end-labels.ts'
import { createPanel } from '../plots/panel.ts'
import type { PlotSurface } from '../plots/plot-host.ts'
import { NAMED_FROM, stackedPlot, steps } from './stacked-plot.ts'

export function ratePanel(chart: TimelineChart, surface: PlotSurface): uPlot {
  const { palette, host } = surface
  const panel = createPanel('Offered and achieved rate', 'requests per second')
  host.append(panel.element)
  const most = Math.max(1, ...chart.offeredRate.map(Number), ...chart.achievedRate.map(Number))
  return stackedPlot(chart, surface, panel.plot, {
    labelled: false,
    height: 130,
    data: [chart.achievedRate, chart.offeredRate].map((values) => ({ values, holds: true })),
    series: [
      {},
      { stroke: palette.achieved, fill: palette['achieved-soft'], width: 1, paths: steps(), points: { show: false } },
      { stroke: palette.offered, width: 1.25, paths: steps(), points: { show: false } },
    ],
    scales: { y: { range: [0, most * 1.12] } },
    axis: countAxis(palette),
    above: (plot) => {
      if (surface.width < NAMED_FROM) return
      // Where the load was still on: after it, both are zero.
      const index = chart.offeredRate.findLastIndex((rate) => rate !== null && rate > 0) + 1
      const labels = [
        { series: 2, name: 'offered', color: palette.offered, index },
        { series: 1, name: 'achieved', color: palette.achieved, index },
      ]
      drawEndLabels(plot, labels, palette)
    },
  })
}
