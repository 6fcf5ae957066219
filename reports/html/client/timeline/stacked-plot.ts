// One panel of the timeline: phase bands behind it, the shared axis below it, the shared cursor across it.

import uPlot from 'uplot'
import type { TimelineChart, Values } from '../../charts/chart-data.ts'
import { timeAxis } from '../axis/time-axis.ts'
import { drawPhaseBands } from '../marks/phase-bands.ts'
import type { PlotSurface } from '../plots/plot-host.ts'

export const LEFT_AXIS = 56
/** From this width on, lines are labelled at their ends. CSS pixels. */
export const NAMED_FROM = 760

export interface TimeColumn {
  readonly values: Values
  /** Whether a value holds over its whole bin, so that it begins at the bin's left edge. */
  readonly holds: boolean
}

export type StackedPlotParts = Pick<uPlot.Options, 'series' | 'scales'> & {
  readonly axis: uPlot.Axis
  readonly height: number
  readonly labelled: boolean
  /** CSS pixels above the plot. */
  readonly top?: number
  readonly data: readonly TimeColumn[]
  readonly above?: (plot: uPlot) => void
}

export function stackedPlot(
  chart: TimelineChart,
  { width, palette }: PlotSurface,
  host: HTMLElement,
  { series, scales, axis, height, labelled, top = 8, data, above }: StackedPlotParts,
): uPlot {
  const edges = [(chart.ends[0] ?? 0) - chart.binSeconds, ...chart.ends]
  const options: uPlot.Options = {
    width,
    height,
    padding: [top, rightMargin(width), labelled ? 0 : 4, 0],
    legend: { show: false },
    series,
    scales: {
      x: { time: false, range: (_plot, from, to) => (isWhole(edges, from, to) ? [0, chart.toSeconds] : [from, to]) },
      ...scales,
    },
    axes: [timeAxis(palette, labelled), { ...axis, size: LEFT_AXIS }],
    cursor: {
      y: false,
      points: { size: 8, width: 2, fill: palette.surface },
      sync: { key: 'time', setSeries: false, scales: ['x', null] },
      drag: { x: true, y: false, setScale: true },
    },
    hooks: {
      drawClear: [(plot) => drawPhaseBands(plot, chart.phases, palette)],
      draw: above === undefined ? [] : [above],
    },
  }
  const columns = data.map(({ values, holds }) => [holds ? (values[0] ?? null) : null, ...values])
  return new uPlot(options, [edges, ...columns], host)
}

/** The room at the right of a panel, for labels where there are any. CSS pixels. */
export function rightMargin(width: number): number {
  return width >= NAMED_FROM ? 140 : 18
}

/** The bin of an index into a plot's data, which begins with the left edge of the first bin. */
export function binOf(index: number): number {
  return Math.max(0, index - 1)
}

function isWhole(edges: readonly number[], from: number | null, to: number | null): boolean {
  return from === null || to === null || (from <= (edges[0] ?? 0) && to >= (edges.at(-1) ?? 0))
}

/** Each value holds over the bin that ends at it. */
export function steps(): uPlot.Series.PathBuilder {
  return (uPlot.paths.stepped as uPlot.Series.SteppedPathBuilderFactory)({ align: -1 })
}
