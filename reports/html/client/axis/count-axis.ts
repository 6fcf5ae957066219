// The axis of counts per second.

import type uPlot from 'uplot'
import type { Palette } from '../theme/palette.ts'
import { axisStyle } from './axis-style.ts'

export function countAxis(palette: Palette): uPlot.Axis {
  return {
    scale: 'y',
    side: 3,
    space: 30,
    ...axisStyle(palette),
  }
}
