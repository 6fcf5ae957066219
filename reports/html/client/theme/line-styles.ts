// Colour and dashes of each line, the same as in the keys of the style sheet.

import type { CurveKind } from '../../../../core/report/report-details.ts'
import type { RunStyle } from '../../charts/chart-data.ts'
import type { ColorName } from './palette.ts'

export interface SeriesStyle {
  readonly color: ColorName
  readonly width: number
  /** CSS pixels. */
  readonly dash: number[]
}

const CURVES: Readonly<Record<CurveKind, SeriesStyle>> = {
  responseTime: { color: 'exact', width: 2.5, dash: [] },
  answeredResponseTime: { color: 'answered', width: 1.75, dash: [2, 3] },
  serviceTime: { color: 'service', width: 2, dash: [3, 3] },
  serverTime: { color: 'server', width: 2, dash: [10, 3, 2, 3] },
  estimate: { color: 'estimate', width: 2.5, dash: [8, 4] },
}

const RUNS: readonly SeriesStyle[] = [
  { color: 'run0', width: 2.5, dash: [] },
  { color: 'run1', width: 2.5, dash: [8, 4] },
  { color: 'run2', width: 2.25, dash: [3, 3] },
  { color: 'run3', width: 2.25, dash: [10, 3, 2, 3] },
  { color: 'run4', width: 2.25, dash: [14, 4] },
  { color: 'run5', width: 2.25, dash: [2, 5] },
]

export function curveStyle(style: CurveKind | RunStyle): SeriesStyle {
  if (!isRun(style)) return CURVES[style]
  return RUNS[Number(style.slice(3)) % RUNS.length] as SeriesStyle
}

function isRun(style: CurveKind | RunStyle): style is RunStyle {
  return style.startsWith('run')
}
