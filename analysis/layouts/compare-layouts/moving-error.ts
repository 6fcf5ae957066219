// How far a layout's estimate over the moving window was from the exact quantile, and how often the two were on different
// sides of a threshold.

import type { MovingError, QuantileThreshold, WrongVerdicts } from '../../../core/report/layout-comparison.ts'
import { hasTail } from '../record/moving-window.ts'
import { relativeTo } from './estimate-window.ts'

export interface MovingPair {
  readonly firstAt: number
  readonly totals: Float64Array
  /** Whether an evaluation counts for the errors. */
  readonly isWhole: (evaluation: number) => boolean
  readonly exact: Float64Array
  readonly estimate: Float64Array
}

/** @param aboveHighestBound evaluations at which the estimate was in the bucket to +Inf */
export function movingError(quantile: number, pair: MovingPair, aboveHighestBound: number): MovingError {
  const { firstAt, totals, exact, estimate } = pair
  const errors: number[] = []
  const relativeErrors: number[] = []
  let tooFew = 0
  let worst: MovingError['worst'] = null
  let worstRelativeError = -1
  for (let i = 0; i < exact.length; i++) {
    const [due, drawn, total] = [exact[i] as number, estimate[i] as number, totals[i] as number]
    if (total === 0) continue
    if (!pair.isWhole(i) || !hasTail(quantile, total)) tooFew++
    else if (Number.isFinite(due)) {
      const error = Math.abs(drawn - due)
      const relative = relativeTo(due, error)
      errors.push(error)
      relativeErrors.push(relative)
      if (relative > worstRelativeError) {
        worstRelativeError = relative
        worst = { atSeconds: firstAt + i, exact: due, estimate: drawn }
      }
    }
  }
  return {
    quantile,
    evaluations: errors.length,
    tooFew,
    aboveHighestBound,
    medianError: median(errors),
    worstError: errors.length === 0 ? null : errors.reduce((a, b) => Math.max(a, b)),
    medianRelativeError: median(relativeErrors),
    worstRelativeError: worst === null ? null : worstRelativeError,
    worst,
  }
}

// histogram_quantile may exceed the upper bound of a bucket by a float's last bit, which must not count as a violation.
export const FLOAT_NOISE = 1e-12

/** A threshold is violated while the quantile is above it, as in the alert rule. */
export function wrongVerdicts(judged: QuantileThreshold, pair: MovingPair): WrongVerdicts {
  const { quantile, thresholdSeconds } = judged
  let [evaluations, misses, falseAlarms] = [0, 0, 0]
  for (let i = 0; i < pair.exact.length; i++) {
    if (pair.totals[i] === 0) continue
    evaluations++
    const due = (pair.exact[i] as number) > thresholdSeconds
    const drawn = (pair.estimate[i] as number) > thresholdSeconds * (1 + FLOAT_NOISE)
    if (due && !drawn) misses++
    if (!due && drawn) falseAlarms++
  }
  return { quantile, thresholdSeconds, evaluations, misses, falseAlarms }
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
