// The panel of alert states: one lane for each rule.

import type uPlot from 'uplot'
import type { TimelineChart } from '../../charts/chart-data.ts'
import { drawAlertLanes, LANE_HEIGHT } from '../marks/alert-lanes.ts'
import { createPanel } from '../plots/panel.ts'
import type { PlotSurface } from '../plots/plot-host.ts'
import { stackedPlot } from './stacked-plot.ts'

export function alertPanel(chart: TimelineChart, surface: PlotSurface): uPlot {
  const panel = createPanel('Alerts', '')
  surface.host.append(panel.element)
  return stackedPlot(chart, surface, panel.plot, {
    labelled: false,
    height: chart.lanes.length * LANE_HEIGHT + 16,
    data: [{ values: chart.ends.map(() => null), holds: false }],
    series: [{}, { points: { show: false } }],
    scales: { y: { range: [0, 1] } },
    axis: {
      scale: 'y',
      values: (_plot, splits) => splits.map(() => ''),
      ticks: { show: false },
      grid: { show: false },
    },
    above: (plot) => drawAlertLanes(plot, chart.lanes, surface.palette),
  })
}
