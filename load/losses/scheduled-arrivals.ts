// What one generator's part of the schedule has in store: of open phases alone, because what users send who wait for their
// answers depends on these.

import type { Phase } from '../../core/scenario/load-plan.ts'
import { arrivalSchedule } from '../schedule/open-loop.ts'
import { streamNames } from '../schedule/phase.ts'
import type { Segment } from '../schedule/segment.ts'
import type { Shard } from '../schedule/shard.ts'
import type { CollectedPlan } from './collected-plan.ts'

/** A segment that was started. Instants on the clock's axis. */
export interface StartedSegment extends Segment {
  readonly startSeconds: number
  readonly epochSeconds: number
}

/** @param mixed an index into the plan's requests; where it has flows, into these */
export type EachArrival = (second: number, phase: number, mixed: number) => void

/**
 * Calls for each arrival of the shard in the segments that were started, up to a second of the run.
 * @param untilSeconds of the run: nothing was sent from then on
 */
export function eachScheduledArrival(
  plan: CollectedPlan,
  shard: Shard,
  segments: readonly StartedSegment[],
  untilSeconds: number,
  each: EachArrival,
): void {
  const names = streamNames(plan.phases)
  const weights = (plan.flows ?? plan.requests).map(({ weight }) => weight)
  for (const { firstPhase, endPhase, startSeconds, epochSeconds } of segments) {
    let phaseStart = startSeconds
    for (let phase = firstPhase; phase < endPhase; phase++) {
      const { durationSeconds, traffic } = plan.phases[phase] as Phase
      if (traffic.kind === 'open') {
        const curve = { ...traffic, durationSeconds }
        const { arrivals: process, seed } = plan
        const streamName = names[phase] as string
        const { seconds, requests } = arrivalSchedule(curve, { process, seed, streamName, weights, shard })
        for (const [nth, dueSeconds] of seconds.entries()) {
          // The same sums in the same order as the generator's, so that each arrival falls into the same second.
          const atSeconds = phaseStart + dueSeconds - epochSeconds
          if (atSeconds > untilSeconds) break
          each(Math.floor(atSeconds), phase, requests[nth] as number)
        }
      }
      phaseStart += durationSeconds
    }
  }
}
