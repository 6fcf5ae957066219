// The slots of a load by the name of their request, in the order of the scenario: requests that were never due have none.

import type { LoadSlot } from '../../core/run/load-result.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'

type Named = Pick<Scenario, 'requests'>

export function slotsByRequest(slots: readonly LoadSlot[], scenario: Named): ReadonlyMap<string, readonly LoadSlot[]> {
  const groups = new Map<string, LoadSlot[]>(scenario.requests.map(({ name }) => [name, []]))
  for (const slot of slots) {
    const name = nameOfRequest(scenario, slot.request)
    const group = groups.get(name)
    if (group) group.push(slot)
    else groups.set(name, [slot])
  }
  return groups
}

/** @param request its index in the plan */
export function nameOfRequest({ requests }: Named, request: number): string {
  return requests[request]?.name ?? `request ${request + 1}`
}
