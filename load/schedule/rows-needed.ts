// How many rows of its data sets a plan needs, as far as its schedule tells: so that a data set whose rows are handed out
// once is known to run out before anything is sent.

import type { LoadPlan } from '../../core/scenario/load-plan.ts'
import { arrivalSchedule } from './open-loop.ts'
import { streamNames } from './phase.ts'
import { type DataUses, TurnCounter } from './turn-counter.ts'
import { mostUsers } from './user-turns.ts'

export type NeedyPlan = Pick<LoadPlan, 'phases' | 'arrivals' | 'seed'> & {
  /** What an arrival draws one of: requests, or flows. */
  readonly mixed: readonly { readonly weight: number }[]
}

const WHOLE = { index: 0, count: 1 }

/**
 * By data set: the rows that are needed whatever the service does. Arrivals of open phases are counted exactly; of a closed
 * phase no more is known than that each user sends a request, which draws a row where all requests do.
 */
export function rowsNeeded({ phases, arrivals, seed, mixed }: NeedyPlan, uses: DataUses): number[] {
  const counter = new TurnCounter(uses)
  const names = streamNames(phases)
  const weights = mixed.map(({ weight }) => weight)
  for (const [i, { traffic, durationSeconds }] of phases.entries()) {
    if (traffic.kind === 'closed') continue
    const streamName = names[i] as string
    arrivalSchedule(
      { ...traffic, durationSeconds },
      { process: arrivals, seed, streamName, weights, shard: WHOLE, turns: counter },
    )
  }
  const users = mostUsers({ phases })
  return counter.taken.map((taken, dataSet) => taken + (uses[dataSet]?.every(Boolean) ? users : 0))
}
