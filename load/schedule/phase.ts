// A plan's phases as one generator will run them: everything random is drawn and sorted before the first of them starts.

import { assertNever } from '../../core/assert-never.ts'
import type { LoadPlan, Phase } from '../../core/scenario/load-plan.ts'
import type { ArrivalSource } from './arrival.ts'
import { arrivalSchedule } from './arrival-schedule.ts'
import { ClosedLoopUsers } from './closed-loop.ts'
import { type RateCurve, totalArea } from './curve.ts'
import { ScheduledArrivals } from './open-loop.ts'
import type { Share } from './shard.ts'
import { streamNames } from './stream-names.ts'

export interface PlannedPhase {
  /** Index into the plan's phases. */
  readonly phase: number
  readonly durationSeconds: number
  /** The phase's arrivals, once it is known when it starts (on the clock's axis). */
  sourceFrom(startSeconds: number): ArrivalSource
}

export function planPhases(plan: LoadPlan, share: Share): PlannedPhase[] {
  const names = streamNames(plan.phases)
  return plan.phases.map((_, phase) => planPhase(plan, phase, names[phase] as string, share))
}

/** The most connections that the plan can use at once; none beyond it are opened. At least 1. */
export function connectionsNeeded(plan: LoadPlan): number {
  const most = plan.phases.reduce((sum, phase) => sum + mostInFlight(phase), 0)
  return Math.min(plan.connections, Math.max(1, most))
}

function planPhase(plan: LoadPlan, phase: number, streamName: string, share: Share): PlannedPhase {
  const { durationSeconds, traffic } = plan.phases[phase] as Phase
  const { seed } = plan
  const weights = plan.requests.map(({ weight }) => weight)
  switch (traffic.kind) {
    case 'open': {
      const options = { process: plan.arrivals, seed, streamName, weights, share }
      const schedule = arrivalSchedule({ ...traffic, durationSeconds }, options)
      return {
        phase,
        durationSeconds,
        sourceFrom: (startSeconds) => new ScheduledArrivals(schedule, phase, startSeconds),
      }
    }
    case 'closed': {
      const options = { ...traffic, durationSeconds, phase, weights, seed, streamName, share }
      return { phase, durationSeconds, sourceFrom: (startSeconds) => new ClosedLoopUsers({ ...options, startSeconds }) }
    }
    default:
      return assertNever(traffic)
  }
}

/** Users; or all arrivals of the phase, of which a Poisson process has ten standard deviations more at the very most. */
function mostInFlight({ durationSeconds, traffic }: Phase): number {
  if (traffic.kind === 'closed') return traffic.users
  const curve: RateCurve = { ...traffic, durationSeconds }
  return Math.ceil(totalArea(curve) + 10 * Math.sqrt(totalArea(curve)))
}
