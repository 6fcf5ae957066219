// What the histogram alone would have said of an objective: its value against the limit, no interval, as a dashboard
// or an alert compares them.

import { estimateQuantile } from '../../core/histogram/histogram-quantile.ts'
import { type HistogramSnapshot, snapshotDifference, snapshotSum } from '../../core/histogram/histogram-snapshot.ts'
import { finiteOrNull } from '../../core/latency/latency-summary.ts'
import type { SlaFinding } from '../../core/report/report.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import type { PrometheusRecord, SnapshotAt } from '../../core/run/prometheus-record.ts'
import type { Objective } from '../../core/scenario/objective.ts'

export type EstimatedFinding = Pick<SlaFinding, 'estimate' | 'estimateFinding'>

/** Null for objectives that a latency histogram cannot judge; inconclusive where it holds nothing. */
export function estimateObjective(objective: Objective, histogram: HistogramSnapshot | null): EstimatedFinding {
  if (histogram === null || objective.kind === 'errors' || objective.kind === 'achieved')
    return { estimate: null, estimateFinding: null }
  const estimate =
    objective.kind === 'quantile'
      ? finiteOrNull(estimateQuantile(objective.quantile, histogram.buckets).value)
      : shareAtOrBelow(histogram, objective.boundSeconds)
  if (estimate === null) return { estimate, estimateFinding: 'inconclusive' }
  const met = objective.kind === 'quantile' ? estimate < objective.limitSeconds : estimate > objective.limitShare
  return { estimate, estimateFinding: met ? 'pass' : 'fail' }
}

/**
 * What the scrapes counted during a phase, between the two that lie nearest its start and end; over the whole run
 * where no phase is named. Null where that cannot be told.
 */
export function histogramDuring(
  witness: PrometheusRecord | null,
  load: LoadResult,
  during: string | null,
): HistogramSnapshot | null {
  if (witness === null) return null
  if (during === null) return witness.total
  const parts = load.phases.flatMap(({ name, startSeconds, endSeconds }) => {
    if (name !== during) return []
    const from = nearest(witness.snapshots, startSeconds)
    const to = nearest(witness.snapshots, endSeconds)
    if (from === undefined || to === undefined || to.atSeconds <= from.atSeconds) return [null]
    return [snapshotDifference(from.snapshot, to.snapshot) ?? null]
  })
  return parts.reduce<HistogramSnapshot | null>(
    (sum, part, i) => (i === 0 ? part : sum && part && snapshotSum(sum, part)),
    null,
  )
}

function nearest(snapshots: readonly SnapshotAt[], atSeconds: number): SnapshotAt | undefined {
  const distance = (snapshot: SnapshotAt) => Math.abs(snapshot.atSeconds - atSeconds)
  return snapshots.reduce<SnapshotAt | undefined>(
    (best, next) => (best === undefined || distance(next) < distance(best) ? next : best),
    undefined,
  )
}

/** The share at or below a bound: as counted where it is one of the buckets', else interpolated as Prometheus does. */
function shareAtOrBelow({ buckets, count }: HistogramSnapshot, boundSeconds: number): number | null {
  if (count === 0) return null
  const index = buckets.findIndex(({ upperBound }) => upperBound >= boundSeconds)
  const bucket = buckets[index]
  if (bucket === undefined) return null
  if (bucket.upperBound === boundSeconds) return bucket.cumulativeCount / count
  const lower = buckets[index - 1] ?? { upperBound: 0, cumulativeCount: 0 }
  // Prometheus' histogram_fraction counts nothing of the bucket at +Inf that begins below the bound.
  if (bucket.upperBound === Number.POSITIVE_INFINITY) return lower.cumulativeCount / count
  const part = (boundSeconds - lower.upperBound) / (bucket.upperBound - lower.upperBound)
  return (lower.cumulativeCount + part * (bucket.cumulativeCount - lower.cumulativeCount)) / count
}
