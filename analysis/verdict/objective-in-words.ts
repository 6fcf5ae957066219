// One objective of the SLA in the sentences about a verdict.

import type { SlaFinding } from '../../core/report/report.ts'
import { formatShare } from '../../core/scenario/objective.ts'
import { formatDuration } from '../../core/text/duration.ts'

/** `p95 < 1s during baseline` */
export function namedObjective({ objective, during }: SlaFinding): string {
  return during === null ? objective : `${objective} during ${during}`
}

/** `112ms`, `5.9%`; null where nothing was observed. */
export function observedInWords({ observed, unbounded, unit }: SlaFinding): string | null {
  if (unbounded) return 'its requests never ended'
  if (observed === null) return null
  return unit === 'seconds' ? formatDuration(observed) : formatShare(observed)
}
