// What the histogram counted during one phase is told by when it was scraped, and the phase by when generators sent. Where
// their clocks are too far apart for the length of the phase, the two are not the same requests.

import type { SlaFinding } from '../../core/report/report.ts'
import type { LoadResult } from '../../core/run/load-result.ts'
import { clocksApart, doubtOfClocks } from './clocks-apart.ts'

export function doubtEstimate(finding: SlaFinding, load: LoadResult): SlaFinding {
  if (finding.during === null || finding.estimateFinding === null) return finding
  const lengths = load.phases.flatMap(({ name, startSeconds, endSeconds }) =>
    name === finding.during ? [endSeconds - startSeconds] : [],
  )
  const doubt = doubtOfClocks(clocksApart(load), Math.min(...lengths))
  return doubt === null ? finding : { ...finding, estimateFinding: 'inconclusive', estimateDoubt: doubt }
}
