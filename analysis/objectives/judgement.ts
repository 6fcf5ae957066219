// What the client's witness says of one objective.

import type { SlaFinding } from '../../core/report/report.ts'
import { formatCount } from '../../core/text/count.ts'

export type Judgement = Pick<SlaFinding, 'observed' | 'unbounded' | 'interval' | 'finding' | 'reason'>

/** Nothing was seen, or the look at it failed: doubt, with its reason. */
export function undecided(reason: string): Judgement {
  return { observed: null, unbounded: false, interval: null, finding: 'inconclusive', reason }
}

/** The end of a reason that says what it would take. */
export function whatWouldSettleIt(moreRequests: number | null): string {
  if (moreRequests === null) return '; a longer run may settle it'
  return `; about ${formatCount(moreRequests)} more requests would settle it`
}
