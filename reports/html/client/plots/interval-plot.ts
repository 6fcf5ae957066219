// One objective: the confidence interval against the limit. The side that meets the objective is shaded.

import uPlot from 'uplot'
import { formatDuration } from '../../../../core/text/duration.ts'
import { formatShare } from '../../../../core/text/figures/share.ts'
import type { IntervalChart } from '../../charts/chart-data.ts'
import { evenTicks } from '../axis/ticks.ts'
import { drawLabel, drawLine, pixelRatio } from '../marks/strokes.ts'
import { drawDiamond, drawDot } from '../marks/symbols.ts'
import { type Palette, pageFont } from '../theme/palette.ts'
import type { Draw } from './plot-host.ts'

export function drawIntervalChart(chart: IntervalChart): Draw {
  return ({ host, width, palette }) => {
    const range = axisRange(chart)
    const options: uPlot.Options = {
      width,
      height: 76,
      padding: [18, 24, 0, 12],
      legend: { show: false },
      cursor: { show: false },
      series: [{}, { points: { show: false } }],
      scales: { x: { time: false, range }, y: { range: [0, 1] } },
      axes: [valueAxis(chart, palette), { show: false }],
      hooks: {
        drawAxes: [(plot) => drawGoodSide(plot, chart, palette)],
        draw: [(plot) => drawInterval(plot, chart, palette)],
      },
    }
    return new uPlot(options, [[...range], [null, null]], host)
  }
}

/** From zero for latencies and errors; around the limit for shares close to 100%. */
function axisRange({
  limit,
  observed,
  lower,
  upper,
  estimate,
  unit,
  good,
  unbounded,
}: IntervalChart): [number, number] {
  const values = [limit, observed, lower, upper, unit === 'seconds' ? estimate : null].filter((value) => value !== null)
  const most = Math.max(...values)
  const least = Math.min(...values)
  if (good === 'below') return [Math.min(0, least * 1.15), most * (unbounded ? 1.6 : 1.15)]
  const room = Math.max(1 - least, 1 - limit) * 0.35
  return [Math.max(0, least - room), 1]
}

function valueAxis({ unit }: IntervalChart, palette: Palette): uPlot.Axis {
  return {
    scale: 'x',
    side: 2,
    size: 24,
    gap: 4,
    stroke: palette.muted,
    font: pageFont(11),
    ticks: { show: false },
    grid: { show: false },
    border: { show: true, stroke: palette.line, width: 1 },
    splits: (plot, _axis, from, to) =>
      evenTicks(from, to, Math.max(2, Math.floor(plot.bbox.width / devicePixelRatio / 90))),
    filter: (_plot, splits) => splits,
    values: (_plot, splits) =>
      splits.map((value) => (unit === 'share' ? formatShare(value) : value === 0 ? '0' : formatDuration(value))),
  }
}

function drawGoodSide(plot: uPlot, { good, limit, unit }: IntervalChart, palette: Palette): void {
  const ratio = pixelRatio()
  const { ctx: context, bbox } = plot
  const at = plot.valToPos(limit, 'x', true)
  const right = bbox.left + bbox.width
  context.save()
  context.fillStyle = palette['pass-soft']
  if (good === 'below') context.fillRect(bbox.left, bbox.top, at - bbox.left, bbox.height)
  else context.fillRect(at, bbox.top, right - at, bbox.height)
  context.restore()
  drawLine(context, [at, bbox.top - 4 * ratio], [at, bbox.top + bbox.height], { color: palette.ink, width: 2 })
  const text = `limit ${unit === 'share' ? formatShare(limit) : formatDuration(limit)}`
  const align = at > bbox.left + bbox.width * 0.85 ? 'right' : at < bbox.left + bbox.width * 0.15 ? 'left' : 'center'
  drawLabel(context, text, at, bbox.top - 11 * ratio, { color: palette.ink, halo: palette.surface, align, weight: 650 })
}

function drawInterval(plot: uPlot, chart: IntervalChart, palette: Palette): void {
  const ratio = pixelRatio()
  const { ctx: context, bbox } = plot
  const y = bbox.top + bbox.height / 2
  const at = (value: number) => plot.valToPos(value, 'x', true)
  const end = bbox.left + bbox.width
  const color = palette[chart.finding]
  const { observed, lower, upper, estimate, unbounded, unit } = chart
  if (lower !== null || upper !== null) {
    const [from, to] = [lower === null ? bbox.left : at(lower), upper === null ? end : at(upper)]
    drawLine(context, [from, y], [Math.max(to, from + ratio), y], { color, width: 8 })
    if (lower !== null) drawLine(context, [from, y - 9 * ratio], [from, y + 9 * ratio], { color, width: 2 })
    if (upper !== null) drawLine(context, [to, y - 9 * ratio], [to, y + 9 * ratio], { color, width: 2 })
  }
  if (unit === 'seconds' && estimate !== null) drawDiamond(context, at(estimate), y, palette.estimate, palette.surface)
  if (observed !== null) drawDot(context, at(observed), y, color, palette.surface)
  else if (unbounded) drawInfiniteArrow(context, end, y, color, palette.surface)
}

/** An arrow out of the chart: the observed value has no bound. */
function drawInfiniteArrow(
  context: CanvasRenderingContext2D,
  end: number,
  y: number,
  color: string,
  halo: string,
): void {
  const ratio = pixelRatio()
  const line = { color, width: 2.5 }
  drawLine(context, [end - 34 * ratio, y], [end, y], line)
  drawLine(context, [end - 8 * ratio, y - 6 * ratio], [end, y], line)
  drawLine(context, [end - 8 * ratio, y + 6 * ratio], [end, y], line)
  drawLabel(context, '∞', end - 40 * ratio, y - ratio, { color, halo, align: 'right', weight: 700, pixels: 20 })
}
