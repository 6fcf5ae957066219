// A closed phase: each user sends a request, waits for its end, thinks, and sends again until the phase ends.
// A request's intended start is the end of the user's thinking, so that waiting for a free connection counts as latency.
// Users start evenly spread over their thinking time, or over a second where they do not think.

import { randomStream } from '../../core/random.ts'
import { CONNECT, type OutcomeCode, UNSENDABLE } from '../recording/outcome.ts'
import type { Arrival, ArrivalSink, ArrivalSource } from './arrival.ts'
import { DueQueue } from './due-queue.ts'
import { type RequestChoice, requestChoice } from './request-choice.ts'
import { type Shard, shardItem, shardSize } from './shard.ts'
import type { UserTurns } from './user-turns.ts'

/**
 * A user whose request could not be sent tries again after this long at the earliest. A refused connection, or a value that
 * no header can have, costs next to no time: without a pause a user with no think time would fail tens of thousands of
 * times a second.
 */
export const RETRY_SECONDS = 1

export interface ClosedLoopOptions {
  readonly users: number
  readonly thinkSeconds: number
  readonly durationSeconds: number
  readonly phase: number
  /** When the phase starts, on the clock's axis. */
  readonly startSeconds: number
  readonly weights: readonly number[]
  readonly seed: number
  /** Names the random streams of this phase. */
  readonly streamName: string
  readonly shard: Shard
  /** Where arrivals draw values. */
  readonly turns?: UserTurns | null
  /** A user stops, because a data set has no row for its next arrival. */
  readonly onOutOfRows?: (dataSet: number) => void
}

export class ClosedLoopUsers implements ArrivalSource {
  readonly #options: ClosedLoopOptions
  readonly #endSeconds: number
  readonly #due = new DueQueue()
  /** By user. Each draws from a stream of its own, so that the order of the answers changes nothing. */
  readonly #choices = new Map<number, RequestChoice>()

  constructor(options: ClosedLoopOptions) {
    this.#options = options
    this.#endSeconds = options.startSeconds + options.durationSeconds
    const { users, shard, seed, streamName, weights } = options
    for (let own = 0; own < shardSize(users, shard); own++) {
      const user = shardItem(own, shard)
      this.#choices.set(user, requestChoice(weights, randomStream(seed, `requests/${streamName}/user ${user}`)))
      options.turns?.start(user)
      this.#schedule(user, options.startSeconds + staggeredStart(user, options))
    }
  }

  nextDueSeconds(): number {
    return this.#due.earliestSeconds()
  }

  releaseDue(nowSeconds: number, sink: ArrivalSink): void {
    for (let due = this.#due.earliestSeconds(); due <= nowSeconds; due = this.#due.earliestSeconds()) {
      const user = this.#due.take()
      const request = this.#choices.get(user)?.() as number
      const arrival = { intendedSeconds: due, phase: this.#options.phase, request, user }
      const { turns } = this.#options
      if (turns) this.#offerDealt(arrival, turns, sink)
      else sink.offer(arrival)
    }
  }

  #offerDealt(arrival: Arrival, turns: UserTurns, sink: ArrivalSink): void {
    const dealt = turns.take(arrival.user, arrival.request)
    if ('draw' in dealt) sink.offer({ ...arrival, draw: dealt.draw })
    else this.#options.onOutOfRows?.(dealt.outOf)
  }

  ended({ user }: Arrival, outcome: OutcomeCode, nowSeconds: number): void {
    const { thinkSeconds } = this.#options
    this.#schedule(user, nowSeconds + pauseAfter(outcome, thinkSeconds))
  }

  #schedule(user: number, seconds: number): void {
    if (seconds < this.#endSeconds) this.#due.add(seconds, user)
  }
}

/** Seconds from the phase's start at which a user sends for the first time. */
export function staggeredStart(
  user: number,
  { users, thinkSeconds, durationSeconds }: Pick<ClosedLoopOptions, 'users' | 'thinkSeconds' | 'durationSeconds'>,
): number {
  return (user / users) * Math.min(thinkSeconds > 0 ? thinkSeconds : 1, durationSeconds)
}

/** How long a user waits after a request that ended like this. */
export function pauseAfter(outcome: OutcomeCode, thinkSeconds: number): number {
  return outcome === CONNECT || outcome === UNSENDABLE ? Math.max(thinkSeconds, RETRY_SECONDS) : thinkSeconds
}
