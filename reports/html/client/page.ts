/*! Charts: uPlot 1.6.32, Copyright (c) 2022 Leon Sorokin, MIT License, https://github.com/leeoniya/uPlot */
// The client of every page: finds the places that are to hold a chart, and draws it there.

import { assertNever } from '../../../core/assert-never.ts'
import type { ChartData, PageCharts } from '../charts/chart-data.ts'
import { drawAlertChart } from './alert-plot.ts'
import { followReader } from './contents.ts'
import { wireCopyButtons } from './copy-buttons.ts'
import { drawDistributionChart } from './distribution-plot.ts'
import { drawIntervalChart } from './interval-plot.ts'
import { drawLayoutChart } from './layout-plot.ts'
import { followRun } from './live.ts'
import { drawPercentileChart } from './percentile-plot.ts'
import { type Draw, PlotHost } from './plot-host.ts'
import { followPrinter } from './print.ts'
import { QuantileChoice } from './quantile-choice.ts'
import { drawRunsChart } from './runs-plot.ts'
import { followTheme } from './theme.ts'
import { drawTimeChart } from './time-plots.ts'
import { drawWaterfallChart } from './waterfall-plot.ts'
import { drawWitnessChart } from './witness-plot.ts'

document.documentElement.classList.add('has-script')
followTheme()
followPrinter()
wireCopyButtons()
followReader()
if (document.documentElement.dataset.page === 'live') followRun()

const charts = JSON.parse(document.getElementById('charts')?.textContent ?? '{}') as PageCharts
const quantile = new QuantileChoice()
for (const host of document.querySelectorAll<HTMLElement>('[data-chart]')) {
  const chart = charts[host.dataset.chart ?? '']
  if (chart === undefined) continue
  const plot = new PlotHost(host, drawingOf(chart))
  if (chart.kind === 'distribution' || chart.kind === 'waterfall') quantile.onChange(() => plot.redraw())
}

function drawingOf(chart: ChartData): Draw {
  switch (chart.kind) {
    case 'witness':
      return drawWitnessChart(chart)
    case 'time':
      return drawTimeChart(() => chart)
    case 'percentiles':
      return drawPercentileChart(chart)
    case 'distribution':
      return drawDistributionChart(chart, quantile.current)
    case 'waterfall':
      return drawWaterfallChart(chart, quantile.current)
    case 'interval':
      return drawIntervalChart(chart)
    case 'alert':
      return drawAlertChart(chart)
    case 'layouts':
      return drawLayoutChart(chart)
    case 'runs':
      return drawRunsChart(chart)
    default:
      return assertNever(chart)
  }
}
