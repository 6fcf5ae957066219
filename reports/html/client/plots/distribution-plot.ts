// The buckets against the exact distribution, as cumulative shares. Each bucket is a box: the histogram knows where the
// curve enters and leaves it, and the estimate runs straight through. The chosen quantile shows the resulting error.

import uPlot from 'uplot'
import { formatDuration } from '../../../../core/text/duration.ts'
import { formatShare } from '../../../../core/text/figures/share.ts'
import type { DistributionBucket, DistributionChart, DistributionQuantile } from '../../charts/chart-data.ts'
import { axisStyle } from '../axis/axis-style.ts'
import type { ScaleKind } from '../axis/latency-axis.ts'
import { decadeTicks, evenTicks, spacedTicks } from '../axis/ticks.ts'
import { createScaleChoice } from '../controls/radio-group.ts'
import { drawBucketBoxes } from '../marks/bucket-boxes.ts'
import { drawQuantileLine } from '../marks/quantile-line.ts'
import { curveStyle } from '../theme/line-styles.ts'
import type { Palette } from '../theme/palette.ts'
import { createPanel } from './panel.ts'
import type { Draw, PlotSurface } from './plot-host.ts'

export function drawDistributionChart(chart: DistributionChart, quantileName: () => string): Draw {
  let kind: ScaleKind = chart.logarithmic ? 'logarithmic' : 'linear'
  return (surface) => {
    const scaleChoice = createScaleChoice(kind, (value) => {
      kind = value
      surface.redraw()
    })
    const panel = createPanel('Share of observations', 'at or below the latency', scaleChoice)
    surface.host.append(panel.element)
    const chosen = chart.quantiles.find(({ name }) => name === quantileName()) ?? chart.quantiles[0]
    return distributionPlot(chart, chosen, surface, kind, panel.plot)
  }
}

const EXACT_COLORS = { serverTime: 'server', serviceTime: 'service' } as const

function distributionPlot(
  chart: DistributionChart,
  chosen: DistributionQuantile | undefined,
  { width, palette }: PlotSurface,
  kind: ScaleKind,
  host: HTMLElement,
): uPlot {
  const least = kind === 'linear' ? 0 : leastSeconds(chart)
  const { seconds, exact, drawn } = sampled(chart, least)
  const exactColor = palette[EXACT_COLORS[chart.exactKind]]
  const options: uPlot.Options = {
    width,
    height: Math.round(Math.min(460, Math.max(300, width * 0.5))),
    padding: [14, 24, 0, 0],
    legend: { show: false },
    series: [
      {},
      {
        stroke: exactColor,
        width: 2.25,
        paths: (uPlot.paths.stepped as uPlot.Series.SteppedPathBuilderFactory)({ align: 1 }),
        points: { show: false },
        dash: curveStyle(chart.exactKind).dash,
      },
      { stroke: palette.estimate, width: 2.25, dash: [8, 4], points: { show: false } },
    ],
    scales: {
      x: { time: false, range: [least, chart.toSeconds], ...(kind === 'linear' ? {} : { distr: 3 }) },
      y: { range: [0, 1] },
    },
    axes: [latencyBoundsAxis(chart, palette, kind), shareAxis(palette)],
    cursor: { show: false },
    hooks: {
      drawAxes: [(plot) => drawBucketBoxes(plot, chart, chosen, palette)],
      draw: chosen === undefined ? [] : [(plot) => drawQuantileLine(plot, chosen, exactColor, palette)],
    },
  }
  return new uPlot(options, [seconds, exact, drawn], host)
}

function leastSeconds({ exact, buckets }: DistributionChart): number {
  const first = exact.seconds.find((seconds) => seconds > 0) ?? 0.001
  const bound = buckets.find(({ upper }) => upper !== null && upper > 0)?.upper ?? first
  return Math.min(first, bound) / 2
}

/** Both functions at every latency where either has a corner, and in between, because lines are curved on a log axis. */
function sampled(chart: DistributionChart, least: number) {
  const { buckets, exact, toSeconds } = chart
  const between = Array.from({ length: 161 }, (_, i) => {
    const part = i / 160
    return least === 0 ? toSeconds * part : least * (toSeconds / least) ** part
  })
  const bounds = buckets.flatMap(({ upper }) => (upper === null ? [] : [upper]))
  const seconds = [...new Set([...between, ...bounds, ...exact.seconds])]
    .filter((second) => second >= least && second <= toSeconds)
    .sort((a, b) => a - b)
  let step = 0
  return {
    seconds,
    exact: seconds.map((second) => {
      while (step < exact.seconds.length && (exact.seconds[step] as number) <= second) step++
      return step === 0 ? 0 : (exact.share[step - 1] as number)
    }),
    drawn: seconds.map((second) => shareDrawn(buckets, second)),
  }
}

/** The cumulative share by linear interpolation, as histogram_quantile assumes it; null above the highest bound. */
function shareDrawn(buckets: readonly DistributionBucket[], seconds: number): number | null {
  const bucket = buckets.find(({ upper }) => upper === null || seconds <= upper)
  if (bucket === undefined || bucket.upper === null) return null
  const { lower, upper, shareBelow, shareUpTo } = bucket
  return shareBelow + ((shareUpTo - shareBelow) * (seconds - lower)) / (upper - lower)
}

/** Ticks at the bounds of the buckets, or at round numbers where fewer than three bounds fit. */
function latencyBoundsAxis({ buckets, toSeconds }: DistributionChart, palette: Palette, kind: ScaleKind): uPlot.Axis {
  return {
    scale: 'x',
    side: 2,
    size: 34,
    ...axisStyle(palette),
    grid: { show: false },
    border: { show: true, stroke: palette.line, width: 1 },
    splits: (plot, _axis, from, to) => {
      const bounds = buckets.flatMap(({ upper }) =>
        upper !== null && upper <= toSeconds && upper >= from ? [upper] : [],
      )
      const kept = spacedTicks(bounds, (bound) => plot.valToPos(bound, 'x'), 46)
      if (kept.length >= 3) return kept
      const count = Math.max(2, Math.floor(plot.bbox.width / devicePixelRatio / 90))
      return kind === 'linear' ? evenTicks(from, to, count) : decadeTicks(from, to, count)
    },
    filter: (_plot, splits) => splits,
    values: (_plot, splits) => splits.map((seconds) => (seconds === 0 ? '0' : formatDuration(seconds))),
  }
}

function shareAxis(palette: Palette): uPlot.Axis {
  return {
    scale: 'y',
    side: 3,
    size: 56,
    ...axisStyle(palette),
    splits: () => [0, 0.25, 0.5, 0.75, 1],
    values: (_plot, splits) => splits.map(formatShare),
  }
}
