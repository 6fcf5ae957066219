// The bounds that a recommendation may choose from, and those that it must contain.

import {
  type RoundBound,
  roundBoundAtOrAbove,
  roundBoundAtOrBelow,
  roundBounds,
} from '../../../core/histogram/round-bounds.ts'
import { quantileLabel } from '../../../core/latency/quantile.ts'
import type { QuantileThreshold } from '../../../core/report/layout-comparison.ts'
import { formatDuration } from '../../../core/text/duration.ts'

export interface CandidateBounds {
  /** Ascending; the last is the guard above every latency of the record, which is always chosen. */
  readonly bounds: readonly number[]
  /** By bound: 0 for the roundest. */
  readonly roundness: readonly number[]
  readonly forced: readonly { readonly bound: number; readonly reason: string }[]
  /** The bound below the guard has at least this index, so that every latency of the record lies below the guard's bucket. */
  readonly firstCover: number
}

/** The range of the requested quantiles in the record, and its slowest request. Seconds, finite, above 0. */
export interface SeenLatencies {
  readonly lowestQuantile: number
  readonly highestQuantile: number
  readonly slowest: number
}

/** The service may become this many times slower than the record before its latencies exceed the highest bound. */
const GROWTH = 2

/**
 * Round values from half the lowest requested quantile up to the guard. Beyond twice the highest requested quantile
 * only the rounder values are candidates, because no error depends on the bounds there.
 */
export function candidateBounds(seen: SeenLatencies, judgements: readonly QuantileThreshold[]): CandidateBounds {
  const thresholds = [...new Set(judgements.map(({ thresholdSeconds }) => thresholdSeconds))]
  const guard = roundBoundAtOrAbove(Math.max(GROWTH * seen.slowest, ...thresholds.map((limit) => limit * 1.01)), 1)
  const lowest = roundBoundAtOrBelow(seen.lowestQuantile / 2)
  const highest = Math.min(guard, GROWTH * seen.highestQuantile)
  const roundnessOf = new Map<number, number>()
  const add = ({ bound, roundness }: RoundBound) => roundnessOf.set(bound, roundness)
  roundBounds(lowest, highest).forEach(add)
  roundBounds(lowest, guard, 1).forEach(add)
  add({ bound: roundBoundAtOrAbove(seen.slowest), roundness: 3 })
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
