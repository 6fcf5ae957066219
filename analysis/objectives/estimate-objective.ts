// The finding of an objective from the histogram alone: its value against the limit, without an interval, as a dashboard
// or an alert compares them.

import { estimateQuantile } from '../../core/histogram/histogram-quantile.ts'
import { type HistogramSnapshot, snapshotDifference, snapshotSum } from '../../core/histogram/histogram-snapshot.ts'
import { finiteOrNull } from '../../core/latency/latency-summary.ts'
import type { SlaFinding } from '../../core/report/report.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import type { RouteRecord, SnapshotAt } from '../../core/run/prometheus-record.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import type { Objective } from '../../core/scenario/objective.ts'
import type { Scenario, ScenarioObjective } from '../../core/scenario/scenario.ts'

export type EstimatedFinding = Pick<SlaFinding, 'estimate' | 'estimateFinding'>

/** Null for objectives that a latency histogram cannot judge; inconclusive where it is empty. */
export function estimateObjective(objective: Objective, histogram: HistogramSnapshot | null): EstimatedFinding {
  if (histogram === null || (objective.kind !== 'quantile' && objective.kind !== 'under'))
    return { estimate: null, estimateFinding: null }
  const estimate =
    objective.kind === 'quantile'
      ? finiteOrNull(estimateQuantile(objective.quantile, histogram.buckets).value)
      : fractionAtOrBelow(histogram, objective.boundSeconds)
  if (estimate === null) return { estimate, estimateFinding: 'inconclusive' }
  const met = objective.kind === 'quantile' ? estimate < objective.limitSeconds : estimate > objective.limitShare
  return { estimate, estimateFinding: met ? 'pass' : 'fail' }
}

/**
 * What the histogram counted of the requests that an objective is about. Null where it is unknown, and where what it
 * counted is not of these requests alone.
 */
export function histogramOf(
  { prometheus, load, scenario }: RunRecord,
  wanted: ScenarioObjective,
): HistogramSnapshot | null {
  if (prometheus === null || wanted.request === undefined) return histogramDuring(prometheus, load, wanted.during)
  const route = prometheus.routes?.find((each) => isOf(scenario, each, wanted.request))
  if (route !== undefined) return histogramDuring(route, load, wanted.during)
  return holdsOnly(scenario, wanted.request) ? histogramDuring(prometheus, load, wanted.during) : null
}

/** Whether a route counts this request and no other. */
function isOf({ requests }: Scenario, { match, overlaps }: RouteRecord, name: string | undefined): boolean {
  const own = requests.filter((request) => request.match === match)
  return overlaps === undefined && own.length === 1 && own[0]?.name === name
}

/** Whether the histogram as a whole observes this request and no other. */
function holdsOnly({ requests, service }: Scenario, name: string): boolean {
  const observed = service.kind === 'target' ? (service.target.metrics?.requests ?? []) : []
  const all = observed.length === 0 ? requests.map((request) => request.name) : observed
  return all.length === 1 && all[0] === name
}

/**
 * What the histogram counted during a phase, between the two scrapes nearest to its start and end; over the whole run
 * where no phase is named. Null where it is unknown.
 */
export function histogramDuring(
  counted: Pick<RouteRecord, 'total' | 'snapshots'> | null,
  load: LoadResult,
  during: string | null,
): HistogramSnapshot | null {
  if (counted === null) return null
  const { total, snapshots } = counted
  if (during === null) return total
  const parts = load.phases.flatMap(({ name, startSeconds, endSeconds }) => {
    if (name !== during) return []
    const from = nearest(snapshots, startSeconds)
    const to = nearest(snapshots, endSeconds)
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

/** The fraction at or below a bound: exact where a bucket has that bound, else interpolated as Prometheus does. */
function fractionAtOrBelow({ buckets, count }: HistogramSnapshot, boundSeconds: number): number | null {
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
