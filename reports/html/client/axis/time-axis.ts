// Time since the first phase began, as minutes and seconds.

import type uPlot from 'uplot'
import { formatClock } from '../../../figures/figures.ts'
import type { Palette } from '../theme/palette.ts'
import { axisStyle } from './axis-style.ts'

// Steps that people count time in. Seconds.
const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400]

/** @param labelled true for the lowest of the panels that share the axis */
export function timeAxis(palette: Palette, labelled: boolean): uPlot.Axis {
  return {
    scale: 'x',
    side: 2,
    size: labelled ? 30 : 4,
    ...axisStyle(palette),
    ...(labelled ? {} : { gap: 0 }),
    border: { show: true, stroke: palette.line, width: 1 },
    splits: (plot, _axis, from, to) => {
      const most = Math.max(2, Math.floor(plot.bbox.width / devicePixelRatio / 72))
      const step = STEPS.find((seconds) => (to - from) / seconds <= most) ?? (to - from) / most
      const ticks: number[] = []
      for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick)
      return ticks
    },
    values: (_plot, splits) => splits.map((seconds) => (labelled ? formatClock(seconds) : '')),
  }
}
