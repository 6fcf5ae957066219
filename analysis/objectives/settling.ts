// What would decide an inconclusive finding.

import type { SlaFinding } from '../../core/report/report.ts'
import { counted } from '../../core/text/plural.ts'
import type { FractionInterval } from '../statistics/fraction-interval.ts'
import { requestsToSettle } from '../statistics/requests-to-settle.ts'

export type Settling =
  /** So many more requests like these; null where no number of them would. */
  | { readonly kind: 'independent'; readonly moreRequests: number | null }
  /** Requests of neighbouring seconds depend on one another, so more of them in the same time tell little. */
  | { readonly kind: 'correlated' }

export function settlingOf(interval: FractionInterval, limitFraction: number): Settling {
  if (interval.designEffect > 1) return { kind: 'correlated' }
  return { kind: 'independent', moreRequests: requestsToSettle(interval, limitFraction) }
}

/** The same as a report holds it. */
export function settlingAsData(settling: Settling): NonNullable<SlaFinding['settling']> {
  return { moreRequests: settling.kind === 'independent' ? settling.moreRequests : null }
}

/** The end of an inconclusive reason. */
export function settlingClause(settling: Settling): string {
  if (settling.kind === 'correlated')
    return '; its seconds differ by more than chance, so only a longer run or --repeat may settle it'
  if (settling.moreRequests === null) return '; a longer run may settle it'
  return `; about ${counted(settling.moreRequests, 'more request')} would settle it`
}
