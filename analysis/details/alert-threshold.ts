// The limit in the plain form of a latency alert: `histogram_quantile(0.95, …) > 1`.

import type { AlertFinding } from '../../core/report.ts'
import type { AlertThreshold } from '../../core/report-details.ts'

const PLAIN_FORM = /^\s*histogram_quantile\(\s*([\d.]+)\s*,.*\)\s*>=?\s*(\d[\d.]*(?:e[+-]?\d+)?)\s*$/is

/** Null where the rule has another form: then nothing is drawn rather than something wrong. */
export function alertThreshold({ name, expression }: Pick<AlertFinding, 'name' | 'expression'>): AlertThreshold | null {
  const [, quantile, threshold] = PLAIN_FORM.exec(expression) ?? []
  if (quantile === undefined || threshold === undefined) return null
  const found = { alert: name, quantile: Number(quantile), thresholdSeconds: Number(threshold) }
  return Number.isFinite(found.quantile) && Number.isFinite(found.thresholdSeconds) ? found : null
}
