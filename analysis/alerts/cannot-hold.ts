// Why the condition of an alert could not have held, whatever the service did, as a clause.

import type { CannotHold } from '../../core/run/alert-evidence.ts'
import { describeLacks } from './describe-lacks.ts'

export function cannotHoldInWords(cannotHold: CannotHold): string {
  if (cannotHold.kind === 'never') return cannotHold.message
  return `its condition had nothing to compare at any evaluation: ${describeLacks(cannotHold.lacks, { missed: [] })}`
}

/** Whether what is expected of the alert cannot be told: that it does not fire where it has to is known of one that never can. */
export function isInDoubt(cannotHold: CannotHold | undefined, hasToFire: boolean): boolean {
  return cannotHold !== undefined && !(hasToFire && cannotHold.kind === 'never')
}
