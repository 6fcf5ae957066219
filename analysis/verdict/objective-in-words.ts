// One objective of the SLA in the sentences about a verdict.

import { objectivePlace } from '../../core/report/objective-place.ts'
import type { SlaFinding } from '../../core/report/report.ts'
import { formatCount } from '../../core/text/count.ts'
import { formatDuration } from '../../core/text/duration.ts'
import { formatShare } from '../../core/text/figures/share.ts'
import { counted } from '../../core/text/plural.ts'

/** `p95 < 1s for checkout during baseline` */
export function namedObjective(finding: SlaFinding): string {
  const { objective, implied } = finding
  const place = objectivePlace(finding)
  if (place === null) return objective
  return implied ? `${objective} (${place})` : `${objective} ${place}`
}

/** `112ms`, `5.9%`, `112ms, of 90 of 100 requests`; null where nothing was observed. */
export function observedInWords({ observed, unbounded, unit, population }: SlaFinding): string | null {
  if (unbounded) return 'its requests got no answer'
  if (observed === null) return null
  const value = unit === 'seconds' ? formatDuration(observed) : formatShare(observed)
  if (population === undefined) return value
  return `${value}, of ${formatCount(population.judged)} of ${counted(population.offered, 'request')}`
}
