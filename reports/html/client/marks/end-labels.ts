// Labels at the ends of lines, which save a look at the key. Labels that would overlap are moved apart.

import type uPlot from 'uplot'
import type { Palette } from '../theme/palette.ts'
import { drawLabel, drawLine, pixelRatio, widestText } from './strokes.ts'

export interface EndLabel {
  /** Index of the series. */
  readonly series: number
  readonly name: string
  readonly color: string
  /** The index of the labelled point; without it, the last one. */
  readonly index?: number
  /** The line continues beyond the upper edge. */
  readonly atTop?: boolean
}

const LINE_HEIGHT = 15

/** The room that the labels need at the right of a plot. CSS pixels. */
export function endLabelRoom(names: readonly string[]): number {
  return widestText(names, 12, 600) + 22
}

export function drawEndLabels(plot: uPlot, labels: readonly EndLabel[], palette: Palette): void {
  const ratio = pixelRatio()
  const { left, top, width, height } = plot.bbox
  const placed = labels
    .flatMap((label) => {
      const end = label.atTop ? { x: left + width, atY: top + 2 * ratio } : lastPoint(plot, label)
      return end === null ? [] : [{ ...label, ...end, y: end.atY }]
    })
    .sort((a, b) => a.atY - b.atY)
  spread(placed, LINE_HEIGHT * ratio, top + height)
  for (const { name, color, x, atY, y } of placed) {
    // Beside the plot, or after a line that ends well before the edge.
    const from = Math.min(left + width, x < left + width - 60 * ratio ? x : left + width) + 16 * ratio
    drawLine(plot.ctx, [Math.min(x + 3 * ratio, left + width), atY], [from - 4 * ratio, y], { color, width: 1 })
    drawLabel(plot.ctx, name, from, y, { color, halo: palette.surface, weight: 600 })
  }
}

function lastPoint(plot: uPlot, { series, index }: EndLabel): { x: number; atY: number } | null {
  const values = plot.data[series] ?? []
  const { min = 0, max = 0 } = plot.scales.x ?? {}
  for (let i = index ?? values.length - 1; i >= 0; i--) {
    const [x, y] = [plot.data[0][i], values[i]]
    if (typeof x !== 'number' || typeof y !== 'number' || x > (max ?? 0) || x < (min ?? 0)) continue
    return { x: plot.valToPos(x, 'x', true), atY: plot.valToPos(y, 'y', true) }
  }
  return null
}

// Moves labels down first, then up from the bottom edge: enough for a handful of labels.
function spread(labels: { y: number }[], apart: number, bottom: number): void {
  for (let i = 1; i < labels.length; i++) {
    const [above, label] = [labels[i - 1] as { y: number }, labels[i] as { y: number }]
    label.y = Math.max(label.y, above.y + apart)
  }
  let limit = bottom
  for (let i = labels.length - 1; i >= 0; i--) {
    const label = labels[i] as { y: number }
    label.y = Math.min(label.y, limit)
    limit = label.y - apart
  }
}
