// The exact quantile and its estimate on one axis, from zero: a dot for the client's exact value, a diamond for the
// estimate, a box for the bucket in which it was interpolated.

import uPlot from 'uplot'
import { bucketRange } from '../../../../core/text/bucket-range.ts'
import { formatLatency } from '../../../figures/figures.ts'
import type { EstimateChart } from '../../charts/chart-data.ts'
import { latencyAxis } from '../axis/latency-axis.ts'
import { drawHatching, drawLabel, drawLine, pixelRatio, textWidth } from '../marks/strokes.ts'
import { drawDiamond, drawDot } from '../marks/symbols.ts'
import type { Palette } from '../theme/palette.ts'
import type { Draw } from './plot-host.ts'

export function drawEstimateChart(chart: EstimateChart): Draw {
  return ({ host, width, palette }) => {
    const { exact, estimate, bucket, limit } = chart
    const most = (exact === null ? 1.5 : 1.06) * Math.max(exact ?? 0, estimate, bucket?.upper ?? 0, limit?.seconds ?? 0)
    const options: uPlot.Options = {
      width,
      height: 128,
      padding: [0, 22, 0, 22],
      legend: { show: false },
      cursor: { show: false },
      series: [{}, { points: { show: false } }],
      scales: { x: { time: false, range: [0, most] }, y: { range: [0, 1] } },
      axes: [
        {
          ...latencyAxis({ palette, size: 28, kind: 'linear', scale: 'x', side: 2, space: width > 1000 ? 130 : 84 }),
          grid: { show: false },
          border: { show: true, stroke: palette.line, width: 1 },
        },
        { show: false },
      ],
      hooks: {
        drawAxes: [(plot) => drawBucket(plot, chart, most, palette)],
        draw: [(plot) => drawExactAndEstimate(plot, chart, palette)],
      },
    }
    return new uPlot(
      options,
      [
        [0, most],
        [null, null],
      ],
      host,
    )
  }
}

/** CSS pixels from the upper edge of the plot. */
const LIMIT_Y = 9
const EXACT_Y = 34
const MIDDLE_Y = 56
const BUCKET_Y = 82

function drawBucket(plot: uPlot, { bucket }: EstimateChart, most: number, palette: Palette): void {
  if (bucket === null) return
  const ratio = pixelRatio()
  const { ctx: context, bbox } = plot
  const left = plot.valToPos(bucket.lower, 'x', true)
  const width = plot.valToPos(bucket.upper ?? most, 'x', true) - left
  const box = { left, top: bbox.top + (MIDDLE_Y - 12) * ratio, width, height: 24 * ratio }
  context.fillStyle = palette.bucket
  context.fillRect(box.left, box.top, box.width, box.height)
  if (bucket.upper === null) drawHatching(context, box, { color: palette['bucket-line'] })
  context.strokeStyle = palette['bucket-line']
  context.lineWidth = ratio
  context.strokeRect(box.left, box.top, box.width, box.height)
}

function nameBucket(plot: uPlot, { bucket }: EstimateChart, palette: Palette): void {
  if (bucket === null) return
  const ratio = pixelRatio()
  const { ctx: context, bbox } = plot
  const text = `the histogram’s bucket: ${bucketRange(bucket.lower, bucket.upper)}`
  const room = textWidth(context, text, 12, 500)
  const x = Math.min(
    Math.max(bbox.left, plot.valToPos(bucket.lower, 'x', true) + 2 * ratio),
    bbox.left + bbox.width - room,
  )
  drawLabel(context, text, x, bbox.top + BUCKET_Y * ratio, { color: palette.muted, halo: palette.surface })
}

function drawExactAndEstimate(plot: uPlot, chart: EstimateChart, palette: Palette): void {
  const { exact, estimate, limit } = chart
  const ratio = pixelRatio()
  const { ctx: context, bbox } = plot
  const y = bbox.top + MIDDLE_Y * ratio
  const at = (seconds: number) => plot.valToPos(seconds, 'x', true)
  if (limit !== null) {
    const x = at(limit.seconds)
    drawLine(context, [x, bbox.top + (LIMIT_Y + 9) * ratio], [x, bbox.top + bbox.height], {
      color: palette.ink,
      width: 1.75,
      dash: [7, 4],
    })
    const style = { color: palette.ink, halo: palette.surface, align: 'center', weight: 650 } as const
    drawLabel(context, limit.label, inside(plot, x, limit.label), bbox.top + LIMIT_Y * ratio, style)
  }
  nameBucket(plot, chart, palette)
  const end = exact === null ? bbox.left + bbox.width : at(exact)
  drawLine(context, [end, y], [at(estimate), y], { color: palette.ink, width: 2.5 })
  if (exact === null) drawArrowHead(context, end, y, palette.exact)
  else drawDot(context, end, y, palette.exact, palette.surface)
  drawDiamond(context, at(estimate), y, palette.estimate, palette.surface)
  const names = [
    { text: `exact ${formatLatency(exact, true)}`, x: end, color: palette.exact },
    { text: `estimate ${formatLatency(estimate)}`, x: at(estimate), color: palette.estimate },
  ]
  for (const { text, x, color } of apart(plot, names))
    drawLabel(context, text, x, bbox.top + EXACT_Y * ratio, {
      color,
      halo: palette.surface,
      align: 'center',
      weight: 700,
      pixels: 13,
    })
}

/** The exact quantile has no bound: it lies beyond any axis. */
function drawArrowHead(context: CanvasRenderingContext2D, x: number, y: number, color: string): void {
  const size = 9 * pixelRatio()
  context.save()
  context.fillStyle = color
  context.beginPath()
  context.moveTo(x + size, y)
  context.lineTo(x - size, y - size)
  context.lineTo(x - size, y + size)
  context.fill()
  context.restore()
}

interface PlacedName {
  readonly text: string
  readonly x: number
  readonly color: string
}

/** Names above their marks; names that would overlap are moved apart. */
function apart(plot: uPlot, names: readonly PlacedName[]): PlacedName[] {
  const placed = names.map((name) => ({ ...name, x: inside(plot, name.x, name.text) })).sort((a, b) => a.x - b.x)
  const [left, right] = placed
  if (left === undefined || right === undefined) return placed
  const width = (name: PlacedName) => textWidth(plot.ctx, name.text, 13, 700)
  const gap = 12 * pixelRatio()
  const overlap = left.x + width(left) / 2 + gap - (right.x - width(right) / 2)
  if (overlap <= 0) return placed
  const toRight = inside(plot, right.x + overlap / 2, right.text)
  const toLeft = inside(plot, toRight - width(right) / 2 - gap - width(left) / 2, left.text)
  return [
    { ...left, x: toLeft },
    { ...right, x: Math.max(toRight, toLeft + width(left) / 2 + gap + width(right) / 2) },
  ]
}

/** The centre for a text such that all of it lies on the canvas. */
function inside(plot: uPlot, x: number, text: string): number {
  const half = textWidth(plot.ctx, text, 13, 700) / 2
  return Math.min(Math.max(x, half), plot.ctx.canvas.width - half)
}
