// An open phase: arrivals come by the schedule, whatever becomes of those before them. When they are due, and which
// request each of them sends, is computed ahead from the seed. Each phase draws from random streams of its own, so that
// a change to one phase leaves the others as they were.

import { randomStream } from '../../core/random.ts'
import type { ArrivalProcess } from '../../core/scenario/load-plan.ts'
import type { Arrival, ArrivalSink, ArrivalSource } from './arrival.ts'
import type { RateCurve } from './curve.ts'
import { evenlySpacedArrivals } from './even.ts'
import { poissonArrivals } from './poisson.ts'
import { requestChoice } from './request-choice.ts'
import { type Shard, shardSize } from './shard.ts'

export interface ArrivalSchedule {
  /** Seconds from the phase's start, ascending. */
  readonly seconds: Float64Array
  /** For each arrival the index of its request in the plan. */
  readonly requests: Uint16Array
}

export interface ScheduleOptions {
  readonly process: ArrivalProcess
  readonly seed: number
  /** Names the random streams of this phase. */
  readonly streamName: string
  readonly weights: readonly number[]
  readonly shard: Shard
}

/** The shard's arrivals. All arrivals of the phase are drawn first, so they do not depend on the number of shards. */
export function arrivalSchedule(curve: RateCurve, options: ScheduleOptions): ArrivalSchedule {
  const { process, seed, streamName, weights, shard } = options
  const all =
    process === 'constant'
      ? evenlySpacedArrivals(curve)
      : poissonArrivals(curve, randomStream(seed, `arrivals/${streamName}`))
  const choose = requestChoice(weights, randomStream(seed, `requests/${streamName}`))
  const size = shardSize(all.length, shard)
  const seconds = new Float64Array(size)
  const requests = new Uint16Array(size)
  for (let i = 0, own = 0; i < all.length; i++) {
    const request = choose()
    if (i % shard.count !== shard.index) continue
    seconds[own] = all[i] as number
    requests[own++] = request
  }
  return { seconds, requests }
}

/** The `user` of an arrival that no closed-loop user waits for. */
const NO_USER = -1

export class OpenLoopArrivals implements ArrivalSource {
  readonly #schedule: ArrivalSchedule
  readonly #phase: number
  readonly #startSeconds: number
  #next = 0

  /** @param startSeconds when the phase starts, on the clock's axis */
  constructor(schedule: ArrivalSchedule, phase: number, startSeconds: number) {
    this.#schedule = schedule
    this.#phase = phase
    this.#startSeconds = startSeconds
  }

  nextDueSeconds(): number {
    const seconds = this.#schedule.seconds[this.#next]
    return seconds === undefined ? Number.POSITIVE_INFINITY : this.#startSeconds + seconds
  }

  releaseDue(nowSeconds: number, sink: ArrivalSink): void {
    for (let due = this.nextDueSeconds(); due <= nowSeconds; due = this.nextDueSeconds()) {
      const request = this.#schedule.requests[this.#next++] as number
      sink.offer({ intendedSeconds: due, phase: this.#phase, request, user: NO_USER })
    }
  }

  ended(_arrival: Arrival): void {}
}
