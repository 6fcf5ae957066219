// The axis of latencies: linear from zero, or logarithmic where latencies span decades.

import type uPlot from 'uplot'
import { formatDuration } from '../../../../core/text/duration.ts'
import type { Palette } from '../theme/palette.ts'
import { axisStyle } from './axis-style.ts'
import { decadeTicks, evenTicks } from './ticks.ts'

export type ScaleKind = 'linear' | 'logarithmic'

// If the slowest is thirty times the fastest, a linear axis presses the fast ones into the base line.
const LOGARITHMIC_FROM = 30

export function suitableScale(values: readonly (number | null | undefined)[]): ScaleKind {
  const present = positive(values)
  if (present.length === 0) return 'linear'
  return Math.max(...present) / Math.min(...present) > LOGARITHMIC_FROM ? 'logarithmic' : 'linear'
}

/** @param roomAbove whether to leave room above all values for a mark without a bound */
export function latencyScale(
  kind: ScaleKind,
  values: readonly (number | null | undefined)[],
  roomAbove = false,
): uPlot.Scale {
  const present = positive(values)
  const most = present.length === 0 ? 1 : Math.max(...present)
  if (kind === 'linear') return { range: [0, most * (roomAbove ? 1.35 : 1.12)] }
  const least = present.length === 0 ? 0.001 : Math.min(...present)
  return { distr: 3, range: [least / 1.35, Math.max(most, least * 2) * (roomAbove ? 2.5 : 1.6)] }
}

export interface AxisOptions {
  readonly palette: Palette
  readonly size: number
  readonly kind: ScaleKind
  readonly scale?: string
  /** 2 is below, 3 is left. */
  readonly side?: 2 | 3
  /** CSS pixels between two ticks, at least. */
  readonly space?: number
}

export function latencyAxis({ palette, size, kind, scale = 'y', side = 3, space = 34 }: AxisOptions): uPlot.Axis {
  return {
    scale,
    side,
    size,
    space,
    ...axisStyle(palette),
    splits: (_plot, _axis, least, most, _increment) => {
      const room = side === 3 ? _plot.bbox.height : _plot.bbox.width
      const ticks = Math.max(2, Math.floor(room / devicePixelRatio / space))
      return kind === 'linear' ? evenTicks(least, most, ticks) : decadeTicks(least, most, ticks)
    },
    filter: (_plot, splits) => splits,
    values: (_plot, splits) => splits.map((seconds) => (seconds === 0 ? '0' : formatDuration(seconds))),
  }
}

function positive(values: readonly (number | null | undefined)[]): number[] {
  return values.filter((value): value is number => typeof value === 'number' && value > 0)
}
