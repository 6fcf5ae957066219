// The panel of latencies: the exact quantile of the rule's window against the estimate, each second's own quantile as a dot,
// and the limits that hold. Seconds.

import type uPlot from 'uplot'
import { formatLatency } from '../../../figures/figures.ts'
import type { LimitLine, TimelineChart, Values } from '../../charts/chart-data.ts'
import { latencyAxis, latencyScale, type ScaleKind } from '../axis/latency-axis.ts'
import { drawEndLabels } from '../marks/end-labels.ts'
import { drawInfinityMarks } from '../marks/infinity-marks.ts'
import { drawLimits, drawLimitsAbove, joinedLimits } from '../marks/limit-lines.ts'
import { drawPhaseNames, phaseNameHeight } from '../marks/phase-bands.ts'
import { createPanel } from '../plots/panel.ts'
import type { PlotSurface } from '../plots/plot-host.ts'
import type { Palette } from '../theme/palette.ts'
import { LEFT_AXIS, NAMED_FROM, rightMargin, stackedPlot } from './stacked-plot.ts'

export function latencyPanel(
  chart: TimelineChart,
  surface: PlotSurface,
  kind: ScaleKind,
  scaleChoice: HTMLElement,
): uPlot {
  const { palette, width, host } = surface
  const unit = kind === 'linear' ? 'from zero' : 'logarithmic'
  const panel = createPanel(`${chart.quantile} of the response time`, unit, scaleChoice)
  host.append(panel.element)
  const drawn = [...chart.exact, ...chart.slot, ...chart.estimate]
  const { shown, above: beyond } = limitsInSight(chart, drawn)
  const nameHeight = phaseNameHeight(chart.phases, width - LEFT_AXIS - rightMargin(width), chart.toSeconds)
  return stackedPlot(chart, surface, panel.plot, {
    labelled: false,
    top: nameHeight,
    height: Math.round(Math.min(420, Math.max(260, width * 0.3))) + nameHeight,
    data: [chart.exact, chart.estimate, chart.slot].map((values) => ({ values, holds: false })),
    series: [
      {},
      { stroke: palette.exact, width: 2.5, points: { show: false } },
      { stroke: palette.estimate, width: 2.5, dash: [8, 4], points: { show: false } },
      {
        stroke: palette.slot,
        width: 0,
        paths: () => null,
        points: { show: true, size: 4, fill: palette.slot, width: 0, space: 0 },
      },
    ],
    scales: {
      y: latencyScale(kind, [...drawn, ...shown.map(({ seconds }) => seconds)], chart.exactUnbounded.length > 0),
    },
    axis: latencyAxis({ palette, size: LEFT_AXIS, kind }),
    above: (plot) => {
      drawLimits(plot, shown, palette)
      drawLimitsAbove(plot, beyond, palette)
      drawPhaseNames(plot, chart.phases, palette)
      drawInfinityMarks(plot, chart, palette)
      if (width >= NAMED_FROM) drawEndLabels(plot, latencyLabels(chart, palette), palette)
    },
  })
}

/**
 * Splits the limits into those on the axis and those above it. A limit far above all measured values would press the lines
 * into the base, unless a nearer limit reaches as high. The highest bound is no limit and gets the least room.
 */
function limitsInSight({ limits }: TimelineChart, drawn: Values): { shown: LimitLine[]; above: LimitLine[] } {
  const most = Math.max(0, ...drawn.filter((value) => value !== null))
  const reach = { sla: 8, alert: 3, highestBound: 1.6 } as const
  const isInReach = ({ kind, seconds }: LimitLine) => most === 0 || seconds < reach[kind] * most
  const highest = Math.max(0, ...limits.filter(isInReach).map(({ seconds }) => seconds))
  const isNear = (limit: LimitLine) => isInReach(limit) || limit.seconds <= highest
  return {
    shown: joinedLimits(limits.filter(isNear)),
    above: limits.filter((limit) => !isNear(limit) && limit.kind !== 'highestBound'),
  }
}

function latencyLabels(chart: TimelineChart, palette: Palette) {
  const last = chart.ends.length - 1
  const named = (series: number, name: string, values: Values, color: string, unbounded = false) => {
    const value = values.findLast((one) => one !== null) ?? null
    return { series, name: `${name} ${formatLatency(unbounded ? null : value, unbounded)}`, color, atTop: unbounded }
  }
  return [
    named(1, 'exact', chart.exact, palette.exact, chart.exactUnbounded.includes(last)),
    named(2, 'estimated', chart.estimate, palette.estimate),
  ]
}
