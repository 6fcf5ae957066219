// The buckets of one histogram at an instant: those that Prometheus reads, and those that prove where observations lie.

import type { HistogramBucket } from '../../../core/histogram/histogram-snapshot.ts'

export interface BucketCounts {
  /** Bounds ascend. */
  readonly counts: readonly HistogramBucket[]
  /** Those to which every histogram that was added up contributes; the same list where these are all. */
  readonly proven: readonly HistogramBucket[]
}

/** Sums of rates differ by so little from what they would be without rounding. */
const ROUNDING = 1e-9

/** Bounds ascend, and buckets of one bound, written in two ways, are one. @param partial bounds that prove nothing */
export function bucketCounts(buckets: readonly HistogramBucket[], partial: ReadonlySet<number>): BucketCounts {
  const counts = ascending(buckets)
  return { counts, proven: partial.size === 0 ? counts : counts.filter(({ upperBound }) => !partial.has(upperBound)) }
}

/** Whether the counts are those of a histogram: finite, and none below the one before it. @param buckets ascending */
export function isHistogram(buckets: readonly HistogramBucket[]): boolean {
  let highest = 0
  for (const { cumulativeCount } of buckets) {
    if (!Number.isFinite(cumulativeCount) || cumulativeCount < highest * (1 - ROUNDING)) return false
    highest = Math.max(highest, cumulativeCount)
  }
  return true
}

function ascending(buckets: readonly HistogramBucket[]): readonly HistogramBucket[] {
  if (isAscending(buckets)) return buckets
  const sorted = [...buckets].sort((a, b) => (a.upperBound < b.upperBound ? -1 : Number(a.upperBound > b.upperBound)))
  if (isAscending(sorted)) return sorted
  const counts = new Map<number, number>()
  for (const { upperBound, cumulativeCount } of sorted)
    counts.set(upperBound, (counts.get(upperBound) ?? 0) + cumulativeCount)
  return [...counts].map(([upperBound, cumulativeCount]) => ({ upperBound, cumulativeCount }))
}

/** Each bound is above the one before it. */
function isAscending(buckets: readonly HistogramBucket[]): boolean {
  for (let i = 1; i < buckets.length; i++)
    if (!((buckets[i - 1] as HistogramBucket).upperBound < (buckets[i] as HistogramBucket).upperBound)) return false
  return true
}
