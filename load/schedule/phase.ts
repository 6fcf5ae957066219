// A plan's phases as one generator runs them: everything random is drawn and sorted before the first of them starts.

import { assertNever } from '../../core/assert-never.ts'
import type { LoadPlan, Phase } from '../../core/scenario/load-plan.ts'
import type { ArrivalSource } from './arrival.ts'
import { ClosedLoopUsers } from './closed-loop.ts'
import { arrivalSchedule, OpenLoopArrivals } from './open-loop.ts'
import type { Shard } from './shard.ts'

export interface PlannedPhase {
  /** Index into the plan's phases. */
  readonly phase: number
  readonly durationSeconds: number
  /** The phase's arrivals. @param startSeconds when it starts, on the clock's axis */
  sourceFrom(startSeconds: number): ArrivalSource
}

export function planPhases(plan: LoadPlan, shard: Shard): PlannedPhase[] {
  const names = streamNames(plan.phases)
  return plan.phases.map((_, phase) => planPhase(plan, phase, names[phase] as string, shard))
}

function planPhase(plan: LoadPlan, phase: number, streamName: string, shard: Shard): PlannedPhase {
  const { durationSeconds, traffic } = plan.phases[phase] as Phase
  const { seed } = plan
  const weights = plan.requests.map(({ weight }) => weight)
  switch (traffic.kind) {
    case 'open': {
      const options = { process: plan.arrivals, seed, streamName, weights, shard }
      const schedule = arrivalSchedule({ ...traffic, durationSeconds }, options)
      return {
        phase,
        durationSeconds,
        sourceFrom: (startSeconds) => new OpenLoopArrivals(schedule, phase, startSeconds),
      }
    }
    case 'closed': {
      const options = { ...traffic, durationSeconds, phase, weights, seed, streamName, shard }
      return { phase, durationSeconds, sourceFrom: (startSeconds) => new ClosedLoopUsers({ ...options, startSeconds }) }
    }
    default:
      return assertNever(traffic)
  }
}

/**
 * The names of each phase's random streams: the phase's own name, so that a phase which is added or removed elsewhere
 * leaves the draws of this one alone. Phases of the same name are numbered.
 */
export function streamNames(phases: readonly Pick<Phase, 'name'>[]): string[] {
  const seen = new Map<string, number>()
  return phases.map(({ name }) => {
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return nth === 1 ? name : `${name} #${nth}`
  })
}
