// The threshold line of a latency alert: `histogram_quantile(0.95, …) > 1`.

import { SECONDS_PER_UNIT, unitOfName } from '../../core/histogram/latency-unit.ts'
import type { AlertThreshold } from '../../core/report/report-details.ts'
import type { AlertHistory } from '../../core/run/alert.ts'
import type { PrometheusRecord } from '../../core/run/prometheus-record.ts'

/** Null where the alert does not hold exactly when a quantile is above a threshold: a line would mislead then. */
export function alertThreshold(
  { name, watches }: AlertHistory,
  record?: Pick<PrometheusRecord, 'metric' | 'unit'>,
): AlertThreshold | null {
  const comparison = watches?.comparison
  if (!watches || !comparison || comparison.role !== 'whole') return null
  const { operator, threshold } = comparison
  if ((operator !== '>' && operator !== '>=') || !Number.isFinite(threshold) || threshold < 0) return null
  return {
    alert: name,
    quantile: watches.quantile,
    thresholdSeconds: threshold * secondsPerUnit(watches.metric, record),
  }
}

/** A threshold is written in the unit of the buckets that it is compared with. */
function secondsPerUnit(buckets: string | null, record: Pick<PrometheusRecord, 'metric' | 'unit'> | undefined): number {
  const isOwn = buckets === null || buckets === `${record?.metric}_bucket`
  return SECONDS_PER_UNIT[(isOwn ? record?.unit?.name : unitOfName(buckets)) ?? 'seconds']
}
