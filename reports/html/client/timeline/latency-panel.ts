// The charts over time, from top to bottom: latency, alerts, rates, failures.

import uPlot from 'uplot'
import { formatLatency } from '../../../figures.ts'
import type { LimitLine, TimelineChart, Values } from '../../charts/chart-data.ts'
import { axisStyle } from '../axis/axis-style.ts'
import { latencyAxis, latencyScale, type ScaleKind } from '../axis/latency-axis.ts'
import { drawAlertLanes, LANE_HEIGHT } from '../marks/alert-lanes.ts'
import { drawEndLabels } from '../marks/end-labels.ts'
import { drawInfinityMarks } from '../marks/infinity-marks.ts'
import { drawLimits, drawLimitsAbove, joinedLimits } from '../marks/limit-lines.ts'
import { drawPhaseNames, PHASE_NAME_HEIGHT } from '../marks/phase-bands.ts'
import { drawLabel } from '../marks/strokes.ts'
import { createPanel } from '../plots/panel.ts'
import type { PlotSurface } from '../plots/plot-host.ts'
import type { Palette } from '../theme/palette.ts'
import { LEFT_AXIS, NAMED_FROM, stackedPlot } from './stacked-plot.ts'

export function latencyPlot(
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
  return stackedPlot(chart, surface, panel.plot, {
    labelled: false,
    top: PHASE_NAME_HEIGHT + 2,
    height: Math.round(Math.min(420, Math.max(260, width * 0.3))),
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
 * A limit far above all that was measured would press the lines into the base, unless a nearer one reaches as high; the
 * highest bound is no limit at all.
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

export function alertPlot(chart: TimelineChart, surface: PlotSurface): uPlot {
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

export function ratePlot(chart: TimelineChart, surface: PlotSurface): uPlot {
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

export function failurePlot(chart: TimelineChart, surface: PlotSurface): uPlot {
  const { palette, host } = surface
  const panel = createPanel('Errors and timeouts', 'per second, stacked')
  host.append(panel.element)
  const failed = chart.ends.map((_, bin) => (chart.errorRate[bin] ?? 0) + (chart.timeoutRate[bin] ?? 0))
  const most = Math.max(0, ...failed)
  return stackedPlot(chart, surface, panel.plot, {
    labelled: true,
    height: most === 0 ? 86 : 130,
    data: [failed, chart.timeoutRate].map((values) => ({ values, holds: true })),
    series: [
      {},
      { stroke: palette.errors, fill: palette['errors-soft'], width: 1.25, paths: steps(), points: { show: false } },
      { stroke: palette.timeouts, fill: palette['timeouts-soft'], width: 1, paths: steps(), points: { show: false } },
    ],
    scales: { y: { range: [0, most === 0 ? 1 : most * 1.12] } },
    axis: countAxis(palette),
    above: (plot) => {
      if (most > 0) return
      const { left, top, width, height } = plot.bbox
      const style = { color: palette.muted, halo: palette.surface, align: 'center' } as const
      drawLabel(plot.ctx, 'none', left + width / 2, top + height / 2, style)
    },
  })
}

/** Each value holds over the bin that ends at it. */
function steps(): uPlot.Series.PathBuilder {
  return (uPlot.paths.stepped as uPlot.Series.SteppedPathBuilderFactory)({ align: -1 })
}

function countAxis(palette: Palette): uPlot.Axis {
  return {
    scale: 'y',
    side: 3,
    space: 30,
    ...axisStyle(palette),
  }
}
