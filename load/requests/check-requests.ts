// Whether the requests of a plan can be sent as they are written, before any of them is, and before any file is opened.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { VALUES } from './open-requests.ts'
import type { ValueSource } from './value-source.ts'
import { VaryingRequests } from './varying-requests.ts'

const NO_VALUE: ValueSource = { value: () => null }

/** @throws UserError where one cannot be sent, or refers to what the plan does not have */
export function checkRequests(plan: Pick<LoadPlan, 'url' | 'requests' | 'data' | 'values'>): void {
  const names = [...(plan.data ?? []).map(({ name }) => name), ...(plan.values === undefined ? [] : [VALUES])]
  new VaryingRequests(plan, new Map(names.map((name) => [name, NO_VALUE])))
}
