import type { BacktestedAlert } from '../../core/backtest/backtest.ts'
import { listed } from '../../core/text/plural.ts'
import { cannotHoldInWords } from '../alerts/cannot-hold.ts'

/** Why the silence of an alert says nothing, at whatever instant; null where it was evaluated on what it reads. */
export function unseenReason(alert: BacktestedAlert): string | null {
  if (alert.outcome === 'not-evaluated') return `it is not evaluated here (${alert.problem})`
  if (alert.outcome === 'no-data') return `no series matched ${listed(alert.selectors)}`
  if (alert.evaluations === 0) return NO_INSTANT
  if (alert.missingSides.length > 0) return `no series matched ${listed(alert.missingSides)}`
  return alert.cannotHold ? cannotHoldInWords(alert.cannotHold) : null
}

export const NO_INSTANT = 'it was evaluated at no instant'
