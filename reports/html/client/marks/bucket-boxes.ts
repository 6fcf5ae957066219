// The buckets of a histogram as boxes over a cumulative distribution: all that it knows lies in them.

import type uPlot from 'uplot'
import { formatShare } from '../../../../core/text/figures/share.ts'
import type { DistributionChart, DistributionQuantile } from '../../charts/chart-data.ts'
import type { Palette } from '../theme/palette.ts'
import { clipToPlot, drawHatching, drawLabel, drawLine, pixelRatio } from './strokes.ts'

/** Each bucket as a box from where its counts begin to where they end. */
export function drawBucketBoxes(
  plot: uPlot,
  { buckets, toSeconds }: DistributionChart,
  chosen: DistributionQuantile | undefined,
  palette: Palette,
): void {
  const ratio = pixelRatio()
  clipToPlot(plot, (context) => {
    buckets.forEach(({ lower, upper, shareBelow, shareUpTo }, i) => {
      const left = Math.max(plot.bbox.left, plot.valToPos(Math.max(lower, plot.scales.x?.min ?? 0), 'x', true))
      const right = plot.valToPos(upper ?? toSeconds, 'x', true)
      const top = plot.valToPos(shareUpTo, 'y', true)
      const box = { left, top, width: right - left, height: plot.valToPos(shareBelow, 'y', true) - top }
      const isChosen = chosen?.bucket === i
      drawLine(context, [right, plot.bbox.top], [right, plot.bbox.top + plot.bbox.height], { color: palette.grid })
      context.fillStyle = palette.bucket
      context.fillRect(box.left, box.top, box.width, box.height)
      if (upper === null) drawHatching(context, box, { color: palette['bucket-line'] })
      context.strokeStyle = isChosen ? palette.estimate : palette['bucket-line']
      context.lineWidth = (isChosen ? 2 : 1) * ratio
      if (box.height > 0) context.strokeRect(box.left, box.top, box.width, box.height)
      const share = formatShare(Number((shareUpTo - shareBelow).toPrecision(2)))
      const isLast = right > plot.bbox.left + plot.bbox.width - 60 * ratio
      // Below a curve that only rises, there is always room on its right.
      if (box.height < 16 * ratio) return
      const style = { color: palette.muted, halo: palette.surface, weight: 600 } as const
      if (!isLast) drawLabel(context, share, right + 6 * ratio, box.top + box.height / 2, style)
      else drawLabel(context, share, right - 8 * ratio, box.top + box.height - 12 * ratio, { ...style, align: 'right' })
    })
  })
}
