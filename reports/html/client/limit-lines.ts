// Limits as lines with their names on them: they hold where they are drawn, and nowhere else.

import type uPlot from 'uplot'
import type { LimitLine } from '../charts/chart-data.ts'
import { drawLabel, drawLine, fitted, insidePlot, pixelRatio } from './canvas.ts'
import type { Palette } from './palette.ts'

const DASHES: Readonly<Record<LimitLine['kind'], readonly number[]>> = {
  sla: [7, 4],
  alert: [2, 4],
  highestBound: [1, 5],
}

/** A limit that is two things at once is one line with both names. */
export function joinedLimits(limits: readonly LimitLine[]): LimitLine[] {
  const joined: LimitLine[] = []
  for (const limit of limits) {
    const same = joined.findIndex(
      ({ seconds, fromSeconds, toSeconds }) =>
        seconds === limit.seconds && fromSeconds === limit.fromSeconds && toSeconds === limit.toSeconds,
    )
    const other = joined[same]
    if (other === undefined) joined.push(limit)
    else if (other.label !== limit.label) joined[same] = { ...other, label: `${other.label} · ${limit.label}` }
  }
  return joined
}

export function drawLimits(plot: uPlot, limits: readonly LimitLine[], palette: Palette): void {
  const ratio = pixelRatio()
  const { min = 0, max = 0 } = plot.scales.y ?? {}
  insidePlot(plot, (context) => {
    for (const { kind, label, seconds, fromSeconds, toSeconds } of limits) {
      if (seconds < (min ?? 0) || seconds > (max ?? 0)) continue
      const y = plot.valToPos(seconds, 'y', true)
      const from = Math.max(plot.valToPos(fromSeconds, 'x', true), plot.bbox.left)
      const until = Math.min(plot.valToPos(toSeconds, 'x', true), plot.bbox.left + plot.bbox.width)
      const color = kind === 'sla' ? palette.ink : palette.muted
      drawLine(context, [from, y], [until, y], { color, width: kind === 'sla' ? 1.75 : 1.25, dash: DASHES[kind] })
      const name = fitted(context, label, until - from - 4 * ratio)
      const style = { color, halo: palette.surface, weight: kind === 'sla' ? 650 : 450 } as const
      // Above its line, or below where there is no room above.
      const above = y - 10 * ratio > plot.bbox.top + 6 * ratio
      if (name !== '') drawLabel(context, name, from + 5 * ratio, y + (above ? -9 : 10) * ratio, style)
    }
  })
}

/** Limits that lie above the chart are named at its upper edge. */
export function drawLimitsAbove(plot: uPlot, limits: readonly LimitLine[], palette: Palette): void {
  const text = [...new Set(limits.map(({ label }) => `↑ ${label}`))].join('  ')
  const { left, top, width } = plot.bbox
  const shown = fitted(plot.ctx, text, width)
  const style = { color: palette.muted, halo: palette.surface, align: 'right' } as const
  drawLabel(plot.ctx, shown, left + width - 5 * pixelRatio(), top + 11 * pixelRatio(), style)
}
