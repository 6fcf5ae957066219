// One more bound for a bucket in which interpolation puts a quantile far from the truth. Seconds.

import { histogramQuantile } from '../../core/histogram/histogram-quantile.ts'
import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import { type Roundness, roundBoundsInside } from '../../core/histogram/round-bounds.ts'
import { countAtOrBelow, type LatencyCounts, totalCount } from '../../core/latency/latency-counts.ts'
import type { CrossCheckRow } from '../../core/report/report.ts'

export interface BetterBound {
  readonly bound: number
  /** What histogram_quantile would have drawn with it. */
  readonly estimate: number
}

// What is still off by more than a tenth is no advice.
const WORTH_ADVISING = 0.1

type Drawn = Pick<CrossCheckRow, 'quantile' | 'estimate' | 'bucket' | 'exactServer' | 'exactClientServiceTime'>

/**
 * The round bound in the bucket of the estimate that would at least halve its error and leave no more than a tenth of the
 * exact value; null where there is none.
 */
export function betterBound(
  { quantile, estimate, bucket, exactServer, exactClientServiceTime }: Drawn,
  histogram: HistogramSnapshot,
  latencies: LatencyCounts,
): BetterBound | null {
  if (bucket === null || bucket.upper === '+Inf') return null
  const { lower, upper } = bucket
  const truth = exactServer ?? exactClientServiceTime ?? Number.NaN
  const errorOf = (value: number) => Math.abs(value - truth)
  const bestOf = (leastRound: Roundness) =>
    roundBoundsInside(lower, upper, leastRound)
      .map((bound): BetterBound => ({ bound, estimate: estimateWithBound(quantile, bound, histogram, latencies) }))
      .reduce<BetterBound | null>(
        (least, next) => (least === null || errorOf(next.estimate) < errorOf(least.estimate) ? next : least),
        null,
      )
  const round = bestOf(2)
  const best = round && errorOf(round.estimate) <= WORTH_ADVISING * truth ? round : bestOf(4)
  if (best === null || !(errorOf(best.estimate) <= errorOf(estimate ?? truth) / 2)) return null
  return errorOf(best.estimate) > WORTH_ADVISING * truth ? null : best
}

function estimateWithBound(
  quantile: number,
  bound: number,
  { buckets, count }: HistogramSnapshot,
  latencies: LatencyCounts,
): number {
  const cumulativeCount = (countAtOrBelow(latencies, bound) / totalCount(latencies)) * count
  return histogramQuantile(quantile, [...buckets, { upperBound: bound, cumulativeCount }])
}
