// The cumulative counts of a classic Prometheus histogram by upper bound, at one instant or between two.

export interface HistogramBucket {
  /** Inclusive, in seconds; the last is Infinity. */
  readonly upperBound: number
  readonly cumulativeCount: number
}

export interface HistogramSnapshot {
  readonly buckets: readonly HistogramBucket[]
  readonly count: number
  readonly sum: number
}

/**
 * The observations between two snapshots of one histogram.
 * @returns undefined if they are unknown: the bounds differ, or a count fell because the server was restarted
 */
export function snapshotDifference(
  earlier: HistogramSnapshot,
  later: HistogramSnapshot,
): HistogramSnapshot | undefined {
  const comparable =
    earlier.buckets.length === later.buckets.length &&
    later.count >= earlier.count &&
    later.buckets.every((bucket, i) => {
      const before = earlier.buckets[i] as HistogramBucket
      return bucket.upperBound === before.upperBound && bucket.cumulativeCount >= before.cumulativeCount
    })
  if (!comparable) return undefined
  return {
    buckets: later.buckets.map(({ upperBound, cumulativeCount }, i) => ({
      upperBound,
      cumulativeCount: cumulativeCount - (earlier.buckets[i] as HistogramBucket).cumulativeCount,
    })),
    count: later.count - earlier.count,
    sum: later.sum - earlier.sum,
  }
}

/** The observations of two windows, or of two instances, together. @throws RangeError if their bounds differ */
export function snapshotSum(a: HistogramSnapshot, b: HistogramSnapshot): HistogramSnapshot {
  if (a.buckets.length !== b.buckets.length) throw new RangeError('expected snapshots of one layout')
  return {
    buckets: a.buckets.map(({ upperBound, cumulativeCount }, i) => {
      const other = b.buckets[i] as HistogramBucket
      if (other.upperBound !== upperBound) throw new RangeError('expected snapshots of one layout')
      return { upperBound, cumulativeCount: cumulativeCount + other.cumulativeCount }
    }),
    count: a.count + b.count,
    sum: a.sum + b.sum,
  }
}
