// A closed phase: each user sends a request, waits for its end, thinks, and sends again until the phase ends.
// A request's intended start is the end of the user's thinking, so that waiting for a free connection counts as latency.
// Users start evenly spread over their thinking time, or over a second where they do not think.

import { randomStream } from '../../core/random.ts'
import { CONNECT, type OutcomeCode } from '../recording/outcome.ts'
import type { Arrival, ArrivalSink, ArrivalSource } from './arrival.ts'
import { DueQueue } from './due-queue.ts'
import { type RequestChoice, requestChoice } from './request-choice.ts'
import { type Shard, shardItem, shardSize } from './shard.ts'

/**
 * A user who could not connect tries again after this long at the earliest. A refused connection costs next to no
 * time: without a pause a user with no think time would fail tens of thousands of times a second.
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
      sink.offer({ intendedSeconds: due, phase: this.#options.phase, request, user })
    }
  }

  ended({ user }: Arrival, outcome: OutcomeCode, nowSeconds: number): void {
    const { thinkSeconds } = this.#options
    this.#schedule(user, nowSeconds + (outcome === CONNECT ? Math.max(thinkSeconds, RETRY_SECONDS) : thinkSeconds))
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
