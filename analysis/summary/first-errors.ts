// The first answer of each kind of error, with how many requests ended in the same way.

import type { FirstErrorOfKind } from '../../core/report/report.ts'
import { type FirstError, type LoadResult, measuredSlots, sumAccounting } from '../../core/run/load-result.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { nameOfRequest } from './slots-by-request.ts'

export function reportedFirstErrors(load: LoadResult, scenario: Scenario): FirstErrorOfKind[] {
  return load.firstErrors.map((error) => ({
    request: nameOfRequest(scenario, error.request),
    kind: error.kind,
    count: countAlike(load.slots, error),
    ...unmeasured(load, error),
    atSeconds: Math.max(0, error.atSeconds),
    reason: error.reason,
    answer: error.answer,
  }))
}

/** Those that the totals of measured phases do not have. */
function unmeasured(load: LoadResult, error: FirstError): Pick<FirstErrorOfKind, 'unmeasured'> {
  const count = countAlike(load.slots, error) - countAlike(measuredSlots(load), error)
  return count === 0 ? {} : { unmeasured: count }
}

function countAlike(slots: LoadResult['slots'], { request, kind, answer }: FirstError): number {
  const { errorKinds, unexpectedStatusCodes } = sumAccounting(slots.filter((slot) => slot.request === request))
  if (kind === 'status' && answer !== null) return unexpectedStatusCodes[answer.status] ?? 0
  return errorKinds[kind] ?? 0
}
