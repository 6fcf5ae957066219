// How many connections a plan can use: the limit that a scenario sets with `connections`, or fewer; and how many of them are
// opened before the first request. A service with few workers must not be busy with connections that carry nothing, and no
// request should wait for one to open: so there are as many at first as requests arrive in a quarter of a second at the highest
// rate, and the pool opens more ahead of the need, ten times a second (recycling.ts).

import type { LoadPlan, Phase } from '../../core/scenario/load-plan.ts'
import { type RateCurve, totalArea } from './curve.ts'

/** How many connections to open: no more than the plan can use at once, and at least 1. */
export function connectionsNeeded(plan: Pick<LoadPlan, 'connections' | 'phases'>): number {
  const most = plan.phases.reduce((sum, phase) => sum + mostInFlight(phase), 0)
  return Math.min(plan.connections, Math.max(1, most))
}

const FEWEST_AT_FIRST = 4
const SECONDS_AT_FIRST = 0.25

/** How many of the connections needed to open at first: one for each user, or for the arrivals of a quarter of a second. */
export function connectionsAtFirst(plan: Pick<LoadPlan, 'connections' | 'phases'>): number {
  const most = Math.max(FEWEST_AT_FIRST, ...plan.phases.map(atFirst))
  return Math.min(connectionsNeeded(plan), most)
}

function atFirst({ traffic }: Phase): number {
  if (traffic.kind === 'closed') return traffic.users
  return Math.ceil(Math.max(traffic.fromRatePerSecond, traffic.toRatePerSecond) * SECONDS_AT_FIRST)
}

/** All users, or all arrivals of the phase: a Poisson process has at most ten standard deviations more than expected. */
function mostInFlight({ durationSeconds, traffic }: Phase): number {
  if (traffic.kind === 'closed') return traffic.users
  const curve: RateCurve = { ...traffic, durationSeconds }
  return Math.ceil(totalArea(curve) + 10 * Math.sqrt(totalArea(curve)))
}
