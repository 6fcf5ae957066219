// Bucket layouts by number of series and relative error.

import uPlot from 'uplot'
import { formatShare } from '../../../../core/text/figures/share.ts'

import type { LayoutChart } from '../../charts/chart-data.ts'
import { axisStyle } from '../axis/axis-style.ts'
import { evenTicks } from '../axis/ticks.ts'
import { drawLabel, pixelRatio } from '../marks/strokes.ts'
import { drawDiamond, drawDot } from '../marks/symbols.ts'
import type { Palette } from '../theme/palette.ts'
import { createPanel } from './panel.ts'
import type { Draw } from './plot-host.ts'

export function drawLayoutChart(chart: LayoutChart): Draw {
  return ({ host, width, palette }) => {
    const layouts = [...chart.layouts].sort((a, b) => a.series - b.series)
    const most = Math.max(0.01, ...layouts.map(({ relativeError }) => relativeError ?? 0))
    const series = Math.max(1, ...layouts.map(({ series: count }) => count))
    const panel = createPanel(`Relative error of the ${chart.quantile}`, 'against series for each label set')
    host.append(panel.element)
    const options: uPlot.Options = {
      width,
      height: Math.round(Math.min(420, Math.max(260, width * 0.4))),
      padding: [14, 20, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      series: [{}, { paths: () => null, points: { show: false } }],
      scales: { x: { time: false, range: [0, series * 1.25] }, y: { range: [0, most * 1.15] } },
      axes: [axis(palette, 2, String), axis(palette, 3, formatShare)],
      hooks: { draw: [(plot) => drawLayouts(plot, layouts, palette)] },
    }
    const data: uPlot.AlignedData = [
      layouts.map(({ series: count }) => count),
      layouts.map(({ relativeError }) => relativeError),
    ]
    return new uPlot(options, data, panel.plot)
  }
}

function axis(palette: Palette, side: 2 | 3, values: (value: number) => string): uPlot.Axis {
  return {
    scale: side === 2 ? 'x' : 'y',
    side,
    size: side === 2 ? 34 : 56,
    ...axisStyle(palette),
    splits: (plot, _axis, from, to) =>
      evenTicks(from, to, Math.floor((side === 2 ? plot.bbox.width : plot.bbox.height) / devicePixelRatio / 60)),
    values: (_plot, splits) => splits.map(values),
  }
}

const ROLES: Readonly<Record<LayoutChart['layouts'][number]['role'], string>> = {
  current: ' (in use)',
  recommended: '',
  other: '',
}

/** The layout in use has the colour of the histogram, the recommended one the colour of a pass. */
function drawLayouts(plot: uPlot, layouts: LayoutChart['layouts'], palette: Palette): void {
  for (const { name, series, relativeError, role } of layouts) {
    if (relativeError === null) continue
    const [x, y] = [plot.valToPos(series, 'x', true), plot.valToPos(relativeError, 'y', true)]
    const color = { current: palette.estimate, recommended: palette.pass, other: palette.part }[role]
    if (role === 'recommended') drawDot(plot.ctx, x, y, color, palette.surface)
    else drawDiamond(plot.ctx, x, y, color, palette.surface)
    const style = { color: palette.ink, halo: palette.surface, weight: role === 'other' ? 500 : 700 } as const
    drawLabel(plot.ctx, `${name}${ROLES[role]}`, x + 11 * pixelRatio(), y, style)
  }
}
