// What one instance observed since a baseline, across restarts. A counter that fell was reset to zero, so that its whole
// value is new. Observations between the last scrape before a restart and the restart are lost, as they are to
// Prometheus.

import {
  type HistogramBucket,
  type HistogramSnapshot,
  snapshotDifference,
  snapshotSum,
} from '../../core/histogram/histogram-snapshot.ts'
import { type HistogramView, sameBounds } from './histogram-view.ts'

export interface ResetAdjustedTotal {
  /** The latest of each histogram. */
  readonly last: HistogramView
  /** Since the baseline: one for each set of bounds that the instance had; none before its histogram appeared. */
  readonly observed: readonly HistogramSnapshot[]
  readonly resets: number
}

/** Starts from a baseline, whose counts are subtracted from all later ones. */
export function startTotal(baseline: HistogramView): ResetAdjustedTotal {
  return { last: baseline, observed: [...baseline.values()].map(zeroOf).reduce(addTo, []), resets: 0 }
}

/**
 * One more scrape of the same instance. A histogram that was not there before started from zero; one that is missing from
 * a scrape goes on where it stood.
 * @param isReplaced another process answers, whose counters began at zero since the last scrape
 */
export function advanceTotal(total: ResetAdjustedTotal, view: HistogramView, isReplaced = false): ResetAdjustedTotal {
  let observed = total.observed
  let fell = isReplaced
  for (const [group, snapshot] of view) {
    const before = total.last.get(group)
    const since = isReplaced ? undefined : before && snapshotDifference(before, snapshot)
    if (before && !since) fell = true
    observed = addTo(observed, since ?? snapshot)
  }
  const last = isReplaced ? view : new Map([...total.last, ...view])
  return { last, observed, resets: total.resets + (fell ? 1 : 0) }
}

/** The sum over several instances: undefined where their bounds differ, null where none has such a histogram yet. */
export function sumObserved(observed: readonly HistogramSnapshot[]): HistogramSnapshot | null | undefined {
  const [first, ...rest] = observed.reduce(addTo, [])
  if (!first) return null
  return rest.length === 0 ? first : undefined
}

function addTo(sums: readonly HistogramSnapshot[], snapshot: HistogramSnapshot): HistogramSnapshot[] {
  const place = sums.findIndex((sum) => sameBounds(sum, snapshot))
  const sum = sums[place]
  return sum ? sums.with(place, snapshotSum(sum, snapshot)) : [...sums, snapshot]
}

/** The same bounds, with nothing observed. */
export function zeroOf({ buckets }: HistogramSnapshot): HistogramSnapshot {
  const empty = ({ upperBound }: HistogramBucket) => ({ upperBound, cumulativeCount: 0 })
  return { buckets: buckets.map(empty), count: 0, sum: 0 }
}
