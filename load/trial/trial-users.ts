// In which order the requests of a plan are tried. Those of a flow build on one another: they are tried as one user sends
// them. Requests without flows stand for themselves.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'

export interface TrialUser {
  /** Whether the user keeps the cookies that the service sets. */
  readonly cookies: boolean
  /** Places in the plan, each once, in order. */
  readonly requests: readonly number[]
  /** Whether nothing can be said of those behind one that fails. */
  readonly inTurn: boolean
}

/** Flows that consist of what earlier ones have tried are left out. */
export function trialUsers({ requests, flows }: Pick<LoadPlan, 'requests' | 'flows'>): TrialUser[] {
  if (flows === undefined) return [{ cookies: false, requests: [...requests.keys()], inTurn: false }]
  const seen = new Set<number>()
  return flows.flatMap(({ cookies, steps }) => {
    const own = [...new Set(steps.map(({ request }) => request))]
    if (own.every((request) => seen.has(request))) return []
    for (const request of own) seen.add(request)
    return [{ cookies, requests: own, inTurn: true }]
  })
}

/** Its first row would be used up by then, such as a voucher. */
export function usesRowsOnce({ data = [] }: Pick<LoadPlan, 'data'>, request: number): boolean {
  return data.some(({ order, usedBy }) => order === 'once' && usedBy[request])
}
