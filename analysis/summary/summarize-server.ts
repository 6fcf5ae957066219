// What the scrapes say of the service, between the baseline and the final one.

import { type LatencyCounts, totalCount } from '../../core/latency/latency-counts.ts'
import { summarizeLatencies } from '../../core/latency/latency-summary.ts'
import type { ReportedServer } from '../../core/report/report.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'

/**
 * @param serverTime the server's exact record of the same requests, where it keeps one
 * @returns null where there was no witness, or where it cannot tell what happened between its first scrape and its last
 */
export function summarizeServer(
  witness: PrometheusRecord | null,
  serverTime: LatencyCounts | null,
): ReportedServer | null {
  if (!witness?.total) return null
  const durations = witness.scrapes.filter(({ error }) => error === null).map((scrape) => scrape.durationSeconds)
  return {
    witness: witness.source,
    ...(witness.notifier !== undefined && { notifier: witness.notifier }),
    metric: witness.metric,
    count: witness.total.count,
    sum: witness.total.sum,
    buckets: witness.total.buckets.map(({ upperBound, cumulativeCount }) => ({
      le: Number.isFinite(upperBound) ? upperBound : ('+Inf' as const),
      count: cumulativeCount,
    })),
    exact: serverTime && totalCount(serverTime) > 0 ? summarizeLatencies(serverTime) : null,
    scrapes: {
      succeeded: durations.length,
      failed: witness.scrapes.length - durations.length,
      slowestSeconds: durations.length === 0 ? null : durations.reduce((most, next) => Math.max(most, next)),
    },
    resets: witness.resets,
  }
}
