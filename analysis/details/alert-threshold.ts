// The threshold line of a latency alert: `histogram_quantile(0.95, …) > 1`.

import type { AlertThreshold } from '../../core/report/report-details.ts'
import type { AlertHistory } from '../../core/run/alert.ts'

/** Null where the alert does not hold exactly when a quantile is above a threshold: a line would mislead then. */
export function alertThreshold({ name, watches }: AlertHistory): AlertThreshold | null {
  const comparison = watches?.comparison
  if (!watches || !comparison || comparison.role !== 'whole') return null
  const { operator, threshold } = comparison
  if ((operator !== '>' && operator !== '>=') || !Number.isFinite(threshold) || threshold < 0) return null
  return { alert: name, quantile: watches.quantile, thresholdSeconds: threshold }
}
