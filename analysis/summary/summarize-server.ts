// The histogram and the scrapes of the service between the baseline scrape and the final scrape.

import type { LatencyUnit } from '../../core/histogram/latency-unit.ts'
import { type LatencyCounts, totalCount } from '../../core/latency/latency-counts.ts'
import { summarizeLatencies } from '../../core/latency/latency-summary.ts'
import type { ReportedServer } from '../../core/report/report.ts'
import type { PrometheusRecord, ScrapeFailure } from '../../core/run/prometheus-record.ts'

/**
 * @param serverTime the server's exact record of the same requests, where it keeps one
 * @returns null where nothing was scraped, or where the count between the first and the last scrape is unknown
 */
export function summarizeServer(
  prometheus: PrometheusRecord | null,
  serverTime: LatencyCounts | null,
  suspected?: LatencyUnit,
): ReportedServer | null {
  if (!prometheus?.total) return null
  const durations = prometheus.scrapes.filter(({ error }) => error === null).map((scrape) => scrape.durationSeconds)
  return {
    witness: prometheus.source,
    ...(prometheus.notifier !== undefined && { notifier: prometheus.notifier }),
    metric: prometheus.metric,
    ...reportedUnit(prometheus, suspected),
    count: prometheus.total.count,
    sum: prometheus.total.sum,
    buckets: prometheus.total.buckets.map(({ upperBound, cumulativeCount }) => ({
      le: Number.isFinite(upperBound) ? upperBound : ('+Inf' as const),
      count: cumulativeCount,
    })),
    exact: serverTime && totalCount(serverTime) > 0 ? summarizeLatencies(serverTime) : null,
    scrapes: {
      succeeded: durations.length,
      failed: prometheus.scrapes.length - durations.length,
      slowestSeconds: durations.length === 0 ? null : durations.reduce((most, next) => Math.max(most, next)),
      ...failuresByKind(prometheus),
    },
    resets: prometheus.resets,
  }
}

/** Of failures whose kind is not known nothing is said, rather than that there are none. */
function failuresByKind({ scrapes }: PrometheusRecord): Pick<ReportedServer['scrapes'], 'timedOut' | 'unreachable'> {
  const failed = scrapes.filter(({ error }) => error !== null)
  if (failed.length === 0 || failed.some(({ failure }) => failure === undefined)) return {}
  const of = (kind: ScrapeFailure) => failed.filter(({ failure }) => failure === kind).length
  return { timedOut: of('timeout'), unreachable: of('unreachable') }
}

function reportedUnit({ unit }: PrometheusRecord, suspected: LatencyUnit | undefined): Pick<ReportedServer, 'unit'> {
  const read = unit ?? { name: 'seconds' as const, from: 'convention' as const }
  if (unit === undefined && suspected === undefined) return {}
  return { unit: { ...read, ...(suspected && { suspected }) } }
}
