// How many connections a plan can use: the limit that a scenario sets with `connections`, or fewer.

import type { LoadPlan, Phase } from '../../core/scenario/load-plan.ts'
import { type RateCurve, totalArea } from './curve.ts'

/** How many connections to open: no more than the plan can use at once, and at least 1. */
export function connectionsNeeded(plan: Pick<LoadPlan, 'connections' | 'phases'>): number {
  const most = plan.phases.reduce((sum, phase) => sum + mostInFlight(phase), 0)
  return Math.min(plan.connections, Math.max(1, most))
}

/** All users, or all arrivals of the phase: a Poisson process has at most ten standard deviations more than expected. */
function mostInFlight({ durationSeconds, traffic }: Phase): number {
  if (traffic.kind === 'closed') return traffic.users
  const curve: RateCurve = { ...traffic, durationSeconds }
  return Math.ceil(totalArea(curve) + 10 * Math.sqrt(totalArea(curve)))
}
