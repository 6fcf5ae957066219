// Which requests an objective is about: those of its phases, of the request that it names, and without those that have an
// objective of their own where it is implied.

import { type LoadSlot, measuredSlots } from '../../core/run/load-result.ts'
import type { RunRecord } from '../../core/run/run-record.ts'
import type { ScenarioObjective } from '../../core/scenario/scenario.ts'

export function objectiveSlots(
  { load, scenario }: Pick<RunRecord, 'load' | 'scenario'>,
  wanted: ScenarioObjective,
): LoadSlot[] {
  const slots = measuredSlots(load, wanted.during ?? undefined, wanted.implied?.except)
  if (!isNarrowed(wanted)) return slots
  return slots.filter(({ phase, request }) =>
    isJudged(wanted, load.phases[phase]?.name ?? '', scenario.requests[request]?.name ?? ''),
  )
}

/** Whether an objective is about a part of the requests of a phase. */
export function isNarrowed({ request, implied }: ScenarioObjective): boolean {
  return request !== undefined || implied?.exceptFor !== undefined
}

/** Whether it is about the requests of that name, in a phase over which it is judged. */
export function isJudged({ request: wanted, implied }: ScenarioObjective, phase: string, request: string): boolean {
  const leftOut = implied?.exceptFor ?? []
  if (leftOut.some((each) => each.request === request && (each.during === null || each.during === phase))) return false
  return wanted === undefined || wanted === request
}
