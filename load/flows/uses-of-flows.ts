// Which flows draw rows of data sets. An iteration draws one row of each data set that any step of its flow uses, and all
// its requests have that row: it is the same user's.

import type { Flow } from '../../core/scenario/flows/flow.ts'
import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { type DataUses, dataUses } from '../schedule/turn-counter.ts'

/** By data set and flow: whether it draws a row. Null where no request of the plan varies. */
export function usesOfFlows(plan: Pick<LoadPlan, 'requests' | 'data'>, flows: readonly Flow[]): DataUses | null {
  const uses = dataUses(plan)
  return uses?.map((users) => flows.map(({ steps }) => steps.some(({ request }) => users[request]))) ?? null
}
