// A plan's phases as one generator runs them: everything random is drawn and sorted before the first of them starts.

import { assertNever } from '../../core/assert-never.ts'
import type { LoadPlan, Phase } from '../../core/scenario/load-plan.ts'
import type { ArrivalSource } from './arrival.ts'
import { ClosedLoopUsers } from './closed-loop.ts'
import { arrivalSchedule, OpenLoopArrivals } from './open-loop.ts'
import type { Shard } from './shard.ts'
import { type DataUses, dataUses, TurnCounter } from './turn-counter.ts'
import { mostUsers, turnLimits, UserTurns } from './user-turns.ts'

export interface PlannedPhase {
  /** Index into the plan's phases. */
  readonly phase: number
  readonly durationSeconds: number
  /** The phase's arrivals. @param startSeconds when it starts, on the clock's axis */
  sourceFrom(startSeconds: number): ArrivalSource
}

/** What is to be told of the rows that arrivals draw. */
export interface RowEvents {
  /** An arrival with this turn is due soon. */
  expectTurn(dataSet: number, turn: number): void
  /** A user stops, because a data set has no row for its next arrival. */
  outOfRows(dataSet: number): void
}

const NOBODY: RowEvents = { expectTurn: () => {}, outOfRows: () => {} }

export function planPhases(plan: LoadPlan, shard: Shard, rows: RowEvents = NOBODY): PlannedPhase[] {
  const names = streamNames(plan.phases)
  const turns = dealtTurns(plan, dataUses(plan), rows)
  return plan.phases.map((_, phase) => planPhase(plan, phase, names[phase] as string, { shard, rows, ...turns }))
}

export interface Dealing {
  readonly shard: Shard
  readonly rows: RowEvents
  /** Both are null where no request of the plan varies. */
  readonly counter: TurnCounter | null
  readonly userTurns: (() => UserTurns) | null
}

/**
 * The turns of users begin behind those of all open phases, which are counted when the first user starts.
 * @param uses null where no request of the plan varies
 */
export function dealtTurns(
  plan: LoadPlan,
  uses: DataUses | null,
  { expectTurn }: RowEvents,
): Pick<Dealing, 'counter' | 'userTurns'> {
  if (uses === null) return { counter: null, userTurns: null }
  const counter = new TurnCounter(uses)
  const limits = turnLimits(plan)
  const users = mostUsers(plan)
  let turns: UserTurns | undefined
  const userTurns = () => {
    turns ??= new UserTurns({ uses, firstTurns: counter.taken, limits, users, expectTurn })
    return turns
  }
  return { counter, userTurns }
}

function planPhase(plan: LoadPlan, phase: number, streamName: string, dealing: Dealing): PlannedPhase {
  const { durationSeconds, traffic } = plan.phases[phase] as Phase
  const { seed } = plan
  const { shard, rows, counter, userTurns } = dealing
  const weights = plan.requests.map(({ weight }) => weight)
  switch (traffic.kind) {
    case 'open': {
      const options = { process: plan.arrivals, seed, streamName, weights, shard, turns: counter }
      const schedule = arrivalSchedule({ ...traffic, durationSeconds }, options)
      return {
        phase,
        durationSeconds,
        sourceFrom: (startSeconds) => new OpenLoopArrivals(schedule, phase, startSeconds, rows.expectTurn),
      }
    }
    case 'closed': {
      const options = { ...traffic, durationSeconds, phase, weights, seed, streamName, shard }
      const onOutOfRows = rows.outOfRows
      return {
        phase,
        durationSeconds,
        sourceFrom: (startSeconds) =>
          new ClosedLoopUsers({ ...options, startSeconds, turns: userTurns?.() ?? null, onOutOfRows }),
      }
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
