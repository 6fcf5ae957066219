// Which incidents a power curve is drawn of: those that people name, and the one that was asked for.

import type { PowerAxes } from '../../analysis/power/alert-power.ts'
import type { ServiceModel } from '../../core/drill/service-model.ts'

const SHARES = [0.01, 0.05, 0.1, 0.2, 0.5, 1]
const SLOWDOWNS = [2, 3, 10]
const DURATIONS_SECONDS = [60, 120, 300, 600, 1800, 3600]

export interface AskedCorner {
  readonly share: number
  readonly slowdown: number | null
  readonly durationSeconds: number
}

/** Requests that are slow are tried where the rules read a histogram, those that fail where they tell them apart. */
export function powerAxes({ series }: ServiceModel, asked: AskedCorner | null): PowerAxes {
  const hasHistograms = series.some(({ kind }) => kind === 'histogram')
  const tellsFailed = series.some(
    (each) => 'requests' in each && each.requests !== 'all' && each.requests !== 'answered',
  )
  const corner = asked === null ? [] : [asked]
  const slowdowns = new Set<number | null>([
    ...(hasHistograms ? SLOWDOWNS : []),
    ...(tellsFailed ? [null] : []),
    ...corner.map(({ slowdown }) => slowdown),
  ])
  return {
    shares: ascending([...SHARES, ...corner.map(({ share }) => share)]),
    slowdowns: [...ascending([...slowdowns].filter((each) => each !== null)), ...(slowdowns.has(null) ? [null] : [])],
    durationsSeconds: ascending([...DURATIONS_SECONDS, ...corner.map(({ durationSeconds }) => durationSeconds)]),
  }
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}
