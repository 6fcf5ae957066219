// Percentile curves on HdrHistogram's axis, 1/(1 − q): each decade is ten times rarer than the one before.

import uPlot from 'uplot'
import { quantileLabel } from '../../../../core/latency/quantile.ts'
import { formatLatency } from '../../../figures/figures.ts'
import type { PercentileChart } from '../../charts/chart-data.ts'
import { nearestIndex } from '../../charts/values.ts'
import { axisStyle } from '../axis/axis-style.ts'
import { latencyAxis, latencyScale, type ScaleKind, suitableScale } from '../axis/latency-axis.ts'
import { spacedTicks } from '../axis/ticks.ts'
import { KeyValues } from '../controls/key-values.ts'
import { attachKeyboardCursor } from '../controls/keyboard-cursor.ts'
import { createScaleChoice } from '../controls/radio-group.ts'
import { drawEndLabels, endLabelRoom } from '../marks/end-labels.ts'
import { leastCovered, pointsOfCurves } from '../marks/free-place.ts'
import { clipToPlot, drawLabel, drawLine, pixelRatio, textWidth } from '../marks/strokes.ts'
import { curveStyle } from '../theme/line-styles.ts'
import type { Palette } from '../theme/palette.ts'
import { createPanel } from './panel.ts'
import type { Draw, PlotSurface } from './plot-host.ts'

const TICKS = [0, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999, 0.999999]
const NAMED_FROM = 620

export function drawPercentileChart(chart: PercentileChart): Draw {
  let chosen: ScaleKind | undefined
  return (surface) => {
    const kind =
      chosen ?? suitableScale(chart.curves.flatMap(({ style, seconds }) => (style === 'estimate' ? [] : seconds)))
    const scaleChoice = createScaleChoice(kind, (value) => {
      chosen = value
      surface.redraw()
    })
    const panel = createPanel('Latency', kind === 'linear' ? 'from zero' : 'logarithmic', scaleChoice)
    surface.host.append(panel.element)
    const plot = percentilePlot(chart, surface, kind, panel.plot)
    const release = withReadings(plot, chart, surface.host)
    return {
      destroy() {
        release()
        plot.destroy()
      },
    }
  }
}

function percentilePlot(chart: PercentileChart, surface: PlotSurface, kind: ScaleKind, host: HTMLElement): uPlot {
  const { width, palette } = surface
  const positions = chart.quantiles.map(positionOf)
  // The axis ends with the longest curve: the quantile grid of a larger population may go further.
  const longest = Math.max(...chart.curves.map(({ seconds }) => seconds.findLastIndex((value) => value !== null)))
  const last = positions[longest] ?? 1
  const limits = chart.limits.map(({ seconds }) => seconds)
  const options: uPlot.Options = {
    width,
    height: Math.round(Math.min(460, Math.max(280, width * 0.45))),
    padding: [12, width >= NAMED_FROM ? endLabelRoom(chart.curves.map(({ name }) => name)) : 22, 0, 0],
    legend: { show: false },
    series: [
      {},
      ...chart.curves.map(({ style }): uPlot.Series => {
        const { color, width: lineWidth, dash } = curveStyle(style)
        return { stroke: palette[color], width: lineWidth, dash, points: { show: false } }
      }),
    ],
    scales: {
      x: { time: false, range: [0, last] },
      y: latencyScale(kind, [...chart.curves.flatMap(({ seconds }) => seconds), ...limits]),
    },
    axes: [percentileAxis(palette), latencyAxis({ palette, size: 56, kind })],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, width: 2, fill: palette.surface } },
    hooks: {
      drawAxes: [(plot) => drawLimitCorners(plot, chart, palette)],
      draw: [
        (plot) => drawInfiniteEnds(plot, chart, palette),
        (plot) => {
          if (width < NAMED_FROM) return
          const labels = chart.curves.flatMap(({ name, style, unboundedFrom }, i) =>
            unboundedFrom === undefined ? [{ series: i + 1, name, color: palette[curveStyle(style).color] }] : [],
          )
          drawEndLabels(plot, labels, palette)
        },
      ],
    },
  }
  return new uPlot(options, [positions, ...chart.curves.map(({ seconds }) => seconds as (number | null)[])], host)
}

function positionOf(quantile: number): number {
  return -Math.log10(1 - quantile)
}

function percentileAxis(palette: Palette): uPlot.Axis {
  return {
    scale: 'x',
    side: 2,
    size: 34,
    ...axisStyle(palette),
    border: { show: true, stroke: palette.line, width: 1 },
    // The rarest quantiles are kept first, because readers look for them.
    splits: (plot, _axis, _from, to) =>
      spacedTicks(
        TICKS.map(positionOf).filter((position) => position <= to + 1e-9),
        (tick) => plot.valToPos(tick, 'x'),
        46,
      ),
    filter: (_plot, splits) => splits,
    values: (_plot, splits) =>
      splits.map((position) => (position === 0 ? 'min' : shownPercentile(1 - 10 ** -position))),
  }
}

function shownPercentile(quantile: number): string {
  return quantileLabel(Number(quantile.toPrecision(8))).toUpperCase()
}

/** The forbidden corner: a curve that enters it, above the limit and left of its quantile, violates the SLA. */
function drawLimitCorners(plot: uPlot, { limits }: PercentileChart, palette: Palette): void {
  const ratio = pixelRatio()
  const points = pointsOfCurves(plot)
  clipToPlot(plot, (context) => {
    for (const { label, quantile, seconds } of limits) {
      const { left, top } = plot.bbox
      const right = plot.valToPos(positionOf(quantile), 'x', true)
      const bottom = plot.valToPos(seconds, 'y', true)
      context.fillStyle = palette['fail-soft']
      context.fillRect(left, top, right - left, bottom - top)
      drawLine(context, [left, bottom], [right, bottom], { color: palette.ink, width: 1.5, dash: [7, 4] })
      drawLine(context, [right, bottom], [right, top], { color: palette.ink, width: 1.5, dash: [7, 4] })
      const style = { color: palette.ink, halo: palette.surface, weight: 650 } as const
      const labelWidth = textWidth(context, label, 12, style.weight)
      const places = [left, right].flatMap((from) =>
        [bottom + 11 * ratio, bottom - 11 * ratio, top + 10 * ratio].map((y) => ({
          x: from + 6 * ratio,
          y,
          width: labelWidth,
        })),
      )
      const place = leastCovered(places, points)
      if (place !== undefined) drawLabel(context, label, place.x, place.y, style)
    }
  })
}

/** Where a curve becomes infinite, because the remaining requests never ended. */
function drawInfiniteEnds(plot: uPlot, { curves }: PercentileChart, palette: Palette): void {
  const ratio = pixelRatio()
  for (const [i, { unboundedFrom, style, name }] of curves.entries()) {
    if (unboundedFrom === undefined) continue
    const values = plot.data[i + 1] as readonly (number | null)[]
    const last = values.findLastIndex((value) => value !== null)
    const x = plot.valToPos(positionOf(unboundedFrom), 'x', true)
    const y = last < 0 ? plot.bbox.top + plot.bbox.height : plot.valToPos(values[last] as number, 'y', true)
    const color = palette[curveStyle(style).color]
    const top = plot.bbox.top + 4 * ratio
    drawLine(plot.ctx, [x, y], [x, top], { color, width: 2.5, dash: [2, 4] })
    drawLine(plot.ctx, [x - 5 * ratio, top + 8 * ratio], [x, top], { color, width: 2 })
    drawLine(plot.ctx, [x + 5 * ratio, top + 8 * ratio], [x, top], { color, width: 2 })
    drawLabel(plot.ctx, `${name}: ∞, the rest never ended`, x + 9 * ratio, top + 8 * ratio, {
      color,
      halo: palette.surface,
      weight: 650,
    })
  }
}

function withReadings(plot: uPlot, chart: PercentileChart, host: HTMLElement): () => void {
  const key = new KeyValues(host)
  const at95 = nearestIndex(chart.quantiles, 0.95)
  const show = () => {
    const isOver = (plot.cursor.left ?? -1) >= 0 && plot.cursor.idx !== null
    const index = isOver ? (plot.cursor.idx ?? at95) : at95
    key.show(`At ${shownPercentile(shortened(chart.quantiles[index] ?? 0))}`, readingsAt(chart, index))
  }
  plot.hooks.setCursor = [...(plot.hooks.setCursor ?? []), show]
  show()
  const describe = (index: number) =>
    [
      shownPercentile(shortened(chart.quantiles[index] ?? 0)),
      ...chart.curves.map(({ name, seconds }) => `${name} ${formatLatency(seconds[index] ?? null)}`),
    ].join(', ')
  return attachKeyboardCursor({ host, plots: [plot], describe, first: at95 })
}

function readingsAt({ curves }: PercentileChart, index: number): Record<string, string> {
  return Object.fromEntries(
    curves.map(({ style, seconds, unboundedFrom }) => {
      const value = seconds[index] ?? null
      return [
        style,
        value === null && unboundedFrom === undefined ? '–' : formatLatency(value, unboundedFrom !== undefined),
      ]
    }),
  )
}

/** Rounds to the digits that tell neighbouring quantiles apart: 0.9512, 0.99912. */
function shortened(quantile: number): number {
  const digits = Math.max(2, Math.ceil(positionOf(quantile)) + 2)
  return Number(quantile.toFixed(Math.min(9, digits)))
}
