// A record of Prometheus in seconds, whatever the unit in which the service observes. What was scraped, expressions and
// the values of rules keep the unit of the histogram.

import type { HistogramSnapshot } from '../../core/histogram/histogram-snapshot.ts'
import { type KnownUnit, SECONDS_PER_UNIT, unitOfName } from '../../core/histogram/latency-unit.ts'
import type { PrometheusRecord, RouteRecord } from '../../core/run/prometheus-record.ts'

/** @param watched the metric whose buckets the moving estimate reads; null for the record's own histogram */
export function recordInSeconds(record: PrometheusRecord, unit: KnownUnit, watched: string | null): PrometheusRecord {
  const factor = SECONDS_PER_UNIT[unit.name]
  const estimateFactor = estimateFactorOf(record.metric, unit, watched)
  const counted = ({ snapshots, total }: Pick<RouteRecord, 'snapshots' | 'total'>) => ({
    snapshots: snapshots.map((at) => ({ ...at, snapshot: snapshotInSeconds(at.snapshot, factor) })),
    total: total && snapshotInSeconds(total, factor),
  })
  return {
    ...record,
    unit,
    ...counted(record),
    ...(record.routes && { routes: record.routes.map((route) => ({ ...route, ...counted(route) })) }),
    estimates: record.estimates.map((at) => ({ ...at, value: at.value === null ? null : at.value * estimateFactor })),
  }
}

/** Seconds per unit of the moving estimate. */
export function estimateFactorOf(metric: string, unit: KnownUnit, watched: string | null): number {
  const isOwn = watched === null || watched === `${metric}_bucket`
  return SECONDS_PER_UNIT[isOwn ? unit.name : (unitOfName(watched) ?? 'seconds')]
}

/** Bounds such as 250 ms become 0.25 s and not 0.25000000000000006 s. */
export function snapshotInSeconds(snapshot: HistogramSnapshot, secondsPerUnit: number): HistogramSnapshot {
  if (secondsPerUnit === 1) return snapshot
  return {
    buckets: snapshot.buckets.map(({ upperBound, cumulativeCount }) => ({
      upperBound: Number((upperBound * secondsPerUnit).toPrecision(15)),
      cumulativeCount,
    })),
    count: snapshot.count,
    sum: snapshot.sum * secondsPerUnit,
  }
}
