// The oracle for quantiles: nearest rank in a sorted array.

import { nearestRank } from '../../core/latency/quantile.ts'

/** The quantile of an ascending array; NaN of an empty one. */
export function quantileOfSorted(ascending: ArrayLike<number>, quantile: number): number {
  if (ascending.length === 0) return Number.NaN
  return ascending[nearestRank(quantile, ascending.length) - 1] as number
}
