// The look of every axis: muted figures, no ticks, a grid.

import type uPlot from 'uplot'
import { type Palette, pageFont } from '../theme/palette.ts'

export function axisStyle(palette: Palette) {
  return {
    gap: 6,
    stroke: palette.muted,
    font: pageFont(12),
    ticks: { show: false },
    grid: { stroke: palette.grid, width: 1 },
  } satisfies uPlot.Axis
}
