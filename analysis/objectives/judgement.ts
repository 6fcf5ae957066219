// The finding of one objective from the client's record.

import type { SlaFinding } from '../../core/report/report.ts'
import { formatCount } from '../../core/text/count.ts'

export type Judgement = Pick<SlaFinding, 'observed' | 'unbounded' | 'interval' | 'finding' | 'reason'>

/** Nothing was measured, or the check failed. */
export function inconclusive(reason: string): Judgement {
  return { observed: null, unbounded: false, interval: null, finding: 'inconclusive', reason }
}

/** The end of an inconclusive reason: how many more requests would decide it. */
export function settlingClause(moreRequests: number | null): string {
  if (moreRequests === null) return '; a longer run may settle it'
  return `; about ${formatCount(moreRequests)} more requests would settle it`
}
