// Why the condition of an alert could not have held, whatever the service did, as a clause.

import type { CannotHold } from '../../core/backtest/backtest.ts'
import { describeLacks } from '../alerts/describe-lacks.ts'

export function cannotHoldInWords(cannotHold: CannotHold): string {
  if (cannotHold.kind === 'never') return cannotHold.message
  return `its condition had nothing to compare at any evaluation: ${describeLacks(cannotHold.lacks, { missed: [] })}`
}
