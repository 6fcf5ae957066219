// When the arrivals of an open phase are due, and which request each of them sends: computed ahead, from the seed.
// Each phase draws from streams of its own, so that a change to one phase leaves the others as they were.

import { randomStream } from '../../core/random.ts'
import type { ArrivalProcess } from '../../core/scenario/load-plan.ts'
import type { RateCurve } from './curve.ts'
import { evenlySpacedArrivals } from './even.ts'
import { poissonArrivals } from './poisson.ts'
import { requestChoice } from './request-choice.ts'
import { type Share, shareCount } from './shard.ts'

export interface ArrivalSchedule {
  /** Seconds from the phase's start, ascending. */
  readonly seconds: Float64Array
  /** Index into the plan's requests, of the same arrivals. */
  readonly requests: Uint16Array
}

export interface ScheduleOptions {
  readonly process: ArrivalProcess
  readonly seed: number
  /** Names the random streams of this phase. */
  readonly streamName: string
  readonly weights: readonly number[]
  readonly share: Share
}

/** The share of the phase's arrivals; the whole is drawn first, so it does not depend on how it is shared. */
export function arrivalSchedule(curve: RateCurve, options: ScheduleOptions): ArrivalSchedule {
  const { process, seed, streamName, weights, share } = options
  const all =
    process === 'constant'
      ? evenlySpacedArrivals(curve)
      : poissonArrivals(curve, randomStream(seed, `arrivals/${streamName}`))
  const choose = requestChoice(weights, randomStream(seed, `requests/${streamName}`))
  const count = shareCount(all.length, share)
  const seconds = new Float64Array(count)
  const requests = new Uint16Array(count)
  for (let i = 0, own = 0; i < all.length; i++) {
    const request = choose()
    if (i % share.generators !== share.generator) continue
    seconds[own] = all[i] as number
    requests[own++] = request
  }
  return { seconds, requests }
}
