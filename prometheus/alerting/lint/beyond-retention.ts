// A rule that reads further back than the Prometheus keeps samples: a burn rate over 30 days on a server that keeps 15 of
// them is one over 15 days. Source: prometheus docs, storage, retention.

import { formatPrometheusSeconds } from '../../promql/prometheus-duration.ts'
import { lookbackSeconds } from '../lookback.ts'
import type { Diagnostic, LintedRule } from './linted-rule.ts'

export function beyondRetention({ expression, retentionSeconds }: LintedRule): Diagnostic[] {
  if (retentionSeconds === undefined) return []
  const readSeconds = lookbackSeconds(expression)
  if (readSeconds <= retentionSeconds) return []
  return [
    {
      severity: 'warning',
      sentence: `it reads samples that are up to ${formatPrometheusSeconds(readSeconds)} old, and the Prometheus keeps them for ${formatPrometheusSeconds(retentionSeconds)}: a window that reaches further back is shorter than it says, and an offset finds nothing; keep more (--storage.tsdb.retention.time), record it, or take a shorter window`,
    },
  ]
}
