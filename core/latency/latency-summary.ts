// Summarizes a set of latencies in a few numbers, in seconds.

import { boundedCount, type LatencyCounts, latencyQuantile, totalCount } from './latency-counts.ts'
import { REPORTED_QUANTILES } from './quantile.ts'

/** A value is null if there are no requests, or if it lies among those that never ended (`unbounded` says which). */
export interface LatencySummary {
  readonly count: number
  /** The requests among them that never ended. */
  readonly unboundedCount: number
  readonly min: number | null
  /** The mean of the requests that ended. */
  readonly mean: number | null
  readonly max: number | null
  readonly p50: number | null
  readonly p90: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly p999: number | null
  /** True if at least one of the quantiles above is null because it lies among the requests that never ended. */
  readonly unbounded: boolean
}

export function summarizeLatencies(latencies: LatencyCounts): LatencySummary {
  const bounded = boundedCount(latencies)
  const quantile = (q: number) => latencyQuantile(latencies, q)
  return {
    count: totalCount(latencies),
    unboundedCount: latencies.unbounded,
    min: finiteOrNull(latencies.minSeconds),
    mean: bounded === 0 ? null : latencies.sumSeconds / bounded,
    max: latencies.unbounded > 0 ? null : finiteOrNull(latencies.maxSeconds),
    p50: finiteOrNull(quantile(REPORTED_QUANTILES.p50)),
    p90: finiteOrNull(quantile(REPORTED_QUANTILES.p90)),
    p95: finiteOrNull(quantile(REPORTED_QUANTILES.p95)),
    p99: finiteOrNull(quantile(REPORTED_QUANTILES.p99)),
    p999: finiteOrNull(quantile(REPORTED_QUANTILES.p999)),
    unbounded: quantile(REPORTED_QUANTILES.p999) === Number.POSITIVE_INFINITY,
  }
}

/** JSON has no NaN and no infinity. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
