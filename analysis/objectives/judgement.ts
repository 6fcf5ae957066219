// The finding of one objective from the client's record.

import type { SlaFinding } from '../../core/report/report.ts'

export type Judgement = Pick<
  SlaFinding,
  'observed' | 'unbounded' | 'interval' | 'finding' | 'reason' | 'provenBy' | 'settling'
>

/** Nothing was measured, or the check failed. */
export function inconclusive(reason: string): Judgement {
  return { observed: null, unbounded: false, interval: null, finding: 'inconclusive', reason }
}
