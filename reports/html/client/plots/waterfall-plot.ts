// The error of the estimate as a waterfall: from the client's exact quantile, part by part, to the estimate. From zero.

import uPlot from 'uplot'
import { formatLatency, formatLatencyDifference } from '../../../figures/figures.ts'
import type { WaterfallChart, WaterfallStep } from '../../charts/chart-data.ts'
import { latencyAxis } from '../axis/latency-axis.ts'
import { drawLabel, drawLine, pixelRatio, widestText } from '../marks/strokes.ts'
import { type Palette, pageFont } from '../theme/palette.ts'
import type { Draw, PlotSurface } from './plot-host.ts'

const ROW_HEIGHT = 46

export function drawWaterfallChart(chart: WaterfallChart, quantileName: () => string): Draw {
  return (surface) => {
    const chosen = chart.quantiles.find(({ name }) => name === quantileName()) ?? chart.quantiles[0]
    return waterfallPlot(chosen?.steps ?? [], surface)
  }
}

function waterfallPlot(steps: readonly WaterfallStep[], { host, width, palette }: PlotSurface): uPlot {
  const most = Math.max(...steps.flatMap(({ fromSeconds, toSeconds }) => [fromSeconds, toSeconds]), 1e-6)
  const least = Math.min(0, ...steps.map(({ toSeconds }) => toSeconds))
  const isNarrow = width < 520
  const fontPixels = isNarrow ? 12 : 13
  const names = steps.map(({ name }) => (isNarrow ? broken(name) : name))
  const colors = steps.map((step) => palette[step.role])
  const column = (values: number[]) => ({ unit: 1, values: () => values })
  const options: uPlot.Options = {
    width,
    height: steps.length * ROW_HEIGHT + 40,
    padding: [4, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    series: [
      {},
      {
        width: 0,
        points: { show: false },
        paths: (uPlot.paths.bars as uPlot.Series.BarsPathBuilderFactory)({
          size: [0.58, 30],
          disp: {
            y0: column(steps.map(({ fromSeconds }) => fromSeconds)),
            y1: column(steps.map(({ toSeconds }) => toSeconds)),
            fill: { unit: 3, values: () => colors },
          },
        }),
      },
    ],
    scales: {
      x: { time: false, ori: 1, dir: -1, range: [-0.5, steps.length - 0.5] },
      // Room for the figure behind the longest bar.
      y: { ori: 0, range: [least, most + (most - least) * (isNarrow ? 0.42 : 0.22)] },
    },
    axes: [
      {
        scale: 'x',
        side: 3,
        size:
          widestText(
            names.flatMap((name) => name.split('\n')),
            fontPixels,
          ) + 14,
        gap: 8,
        stroke: palette.ink,
        font: pageFont(fontPixels),
        ticks: { show: false },
        grid: { show: false },
        splits: () => steps.map((_, i) => i),
        filter: (_plot, splits) => splits,
        values: () => names,
      },
      latencyAxis({ palette, size: 34, kind: 'linear', side: 2, space: 80 }),
    ],
    hooks: { draw: [(plot) => drawSteps(plot, steps, palette)] },
  }
  return new uPlot(options, [steps.map((_, i) => i), steps.map(({ toSeconds }) => toSeconds)], host)
}

/** A name on two lines, broken where the longer of the two is shortest. */
function broken(name: string): string {
  const words = name.split(' ')
  const breaks = words.map((_, i) => [words.slice(0, i + 1).join(' '), words.slice(i + 1).join(' ')] as const)
  const length = ([first, second]: readonly [string, string]) => Math.max(first.length, second.length)
  const best = breaks.reduce((least, next) => (length(next) < length(least) ? next : least))
  return best.join('\n').trim()
}

/** Figures behind the bars, and the lines on which each step begins where the last one ended. */
function drawSteps(plot: uPlot, steps: readonly WaterfallStep[], palette: Palette): void {
  const ratio = pixelRatio()
  steps.forEach((step, i) => {
    const { fromSeconds, toSeconds, role } = step
    const [y, x] = [plot.valToPos(i, 'x', true), plot.valToPos(toSeconds, 'y', true)]
    const half = Math.min(15, ROW_HEIGHT * 0.29) * ratio
    if (i < steps.length - 1)
      drawLine(plot.ctx, [x, y - half], [x, plot.valToPos(i + 1, 'x', true) + half], {
        color: palette.muted,
        dash: [2, 3],
      })
    // A part too small for a bar is still marked.
    if (role === 'part') drawLine(plot.ctx, [x, y - half], [x, y + half], { color: palette[step.role], width: 2 })
    const end = plot.valToPos(Math.max(fromSeconds, toSeconds), 'y', true)
    const text = role === 'part' ? formatLatencyDifference(toSeconds - fromSeconds) : formatLatency(toSeconds)
    drawLabel(plot.ctx, text, end + 8 * ratio, y, {
      color: palette.ink,
      halo: palette.surface,
      weight: 650,
      pixels: 13,
    })
  })
}
