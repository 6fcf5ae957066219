// The client of pages with charts: draws each chart into its element and wires the controls.

import { assertNever } from '../../../core/assert-never.ts'
import type { ChartData, DistributionChart, LayoutDistributionsChart, PageCharts } from '../charts/chart-data.ts'
import { highlightCurrentSection } from './controls/contents.ts'
import { wireCopyButtons } from './controls/copy-buttons.ts'
import { LayoutChoice } from './controls/layout-choice.ts'
import { QuantileChoice } from './controls/quantile-choice.ts'
import { followRun } from './follow-run.ts'
import { drawAlertChart } from './plots/alert-plot.ts'
import { drawDistributionChart } from './plots/distribution-plot.ts'
import { drawEstimateChart } from './plots/estimate-plot.ts'
import { drawIntervalChart } from './plots/interval-plot.ts'
import { drawLayoutChart } from './plots/layout-plot.ts'
import { drawPercentileChart } from './plots/percentile-plot.ts'
import { type Draw, PlotHost, redrawAll } from './plots/plot-host.ts'
import { drawRunsChart } from './plots/runs-plot.ts'
import { drawWaterfallChart } from './plots/waterfall-plot.ts'
import { applyColorScheme } from './theme/color-scheme.ts'
import { lightForPrint } from './theme/print.ts'
import { drawTimeline } from './timeline/timeline-plot.ts'

document.documentElement.classList.add('has-script')
applyColorScheme(redrawAll)
lightForPrint(redrawAll)
wireCopyButtons()
highlightCurrentSection()
if (document.documentElement.dataset.page === 'live') followRun()

const charts = JSON.parse(document.getElementById('charts')?.textContent ?? '{}') as PageCharts
const quantile = new QuantileChoice()
const layout = new LayoutChoice()
for (const host of document.querySelectorAll<HTMLElement>('[data-chart]')) {
  const chart = charts[host.dataset.chart ?? '']
  if (chart === undefined) continue
  const plot = new PlotHost(host, drawingOf(chart))
  if (['distribution', 'waterfall', 'layoutDistributions'].includes(chart.kind)) quantile.onChange(() => plot.redraw())
  if (chart.kind === 'layoutDistributions') layout.onChange(() => plot.redraw())
}

function drawingOf(chart: ChartData): Draw {
  switch (chart.kind) {
    case 'estimate':
      return drawEstimateChart(chart)
    case 'timeline':
      return drawTimeline(() => chart)
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
    case 'layoutDistributions':
      return (surface) => drawDistributionChart(ofLayout(chart, layout.current()), quantile.current)(surface)
    case 'runs':
      return drawRunsChart(chart)
    default:
      return assertNever(chart)
  }
}

function ofLayout({ exactName, exactKind, exact, layouts }: LayoutDistributionsChart, name: string): DistributionChart {
  const drawn = layouts.find((each) => each.name === name) ?? layouts[0]
  const { buckets = [], quantiles = [], toSeconds = 1, logarithmic = false } = drawn ?? {}
  return { kind: 'distribution', exactName, exactKind, exact, buckets, quantiles, toSeconds, logarithmic }
}
