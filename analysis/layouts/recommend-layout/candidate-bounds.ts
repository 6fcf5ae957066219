// The bounds that a recommendation may choose from, and those it must take.

import { quantileLabel } from '../../../core/latency/quantile.ts'
import type { QuantileThreshold } from '../../../core/report/layout-comparison.ts'
import { formatDuration } from '../../../core/text/duration.ts'
import { type FriendlyBound, friendlyAtOrAbove, friendlyAtOrBelow, friendlyBounds } from '../round-bounds.ts'

export interface CandidateBounds {
  /** Ascending; the last is the guard above everything seen, and always chosen. */
  readonly bounds: readonly number[]
  /** 0 for the roundest. */
  readonly roundness: readonly number[]
  readonly forced: readonly { readonly bound: number; readonly reason: string }[]
  /** The bound below the guard is chosen from this index on, so that all that was seen lies below the guard's bucket. */
  readonly firstCover: number
}

/** What the record holds of the asked quantiles, and its slowest request. Seconds, finite, above 0. */
export interface SeenLatencies {
  readonly lowestQuantile: number
  readonly highestQuantile: number
  readonly slowest: number
}

/** A service may get so many times slower than the record before its latencies fall above the highest bound. */
const GROWTH = 2

/**
 * Friendly values from half the lowest asked quantile up to the guard. Where no quantile ever was, twice above the
 * highest, only the rounder ones: no error depends on them.
 */
export function candidateBounds(seen: SeenLatencies, judgements: readonly QuantileThreshold[]): CandidateBounds {
  const thresholds = [...new Set(judgements.map(({ thresholdSeconds }) => thresholdSeconds))]
  const guard = friendlyAtOrAbove(Math.max(GROWTH * seen.slowest, ...thresholds.map((limit) => limit * 1.01)), 1)
  const lowest = friendlyAtOrBelow(seen.lowestQuantile / 2)
  const highest = Math.min(guard, GROWTH * seen.highestQuantile)
  const roundnessOf = new Map<number, number>()
  const add = ({ bound, roundness }: FriendlyBound) => roundnessOf.set(bound, roundness)
  friendlyBounds(lowest, highest).forEach(add)
  friendlyBounds(lowest, guard, 1).forEach(add)
  add({ bound: friendlyAtOrAbove(seen.slowest), roundness: 3 })
  for (const bound of [...thresholds, guard]) add({ bound, roundness: 0 })
  const bounds = [...roundnessOf.keys()].sort((a, b) => a - b)
  return {
    bounds,
    roundness: bounds.map((bound) => roundnessOf.get(bound) as number),
    forced: [
      ...thresholds.map((bound) => ({ bound, reason: `judged: ${namesOf(bound, judgements)}` })),
      { bound: guard, reason: `guard: the slowest request took ${formatDuration(seen.slowest)}` },
    ],
    firstCover: bounds.findIndex((bound) => bound >= seen.slowest),
  }
}

function namesOf(threshold: number, judgements: readonly QuantileThreshold[]): string {
  const judged = judgements.filter(({ thresholdSeconds }) => thresholdSeconds === threshold)
  const names = new Set(judged.map(({ quantile }) => `${quantileLabel(quantile)} > ${formatDuration(threshold, 6)}`))
  return [...names].join(', ')
}
