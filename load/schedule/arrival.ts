// An arrival: one request that is to be sent at a given instant.

import type { OutcomeCode } from '../recording/outcome.ts'

/** By what an arrival draws its values: the same whichever generator sends it. */
export interface Draw {
  /** Names the random streams of its generated values: `rush/17`, `user 3/2`. */
  readonly stream: string
  /** By data set of the plan: which turn it is there, counted over the run from 0; -1 where it draws no row. */
  readonly turns: readonly number[]
}

export interface Arrival {
  /** The instant at which it should be sent. Seconds on the clock's axis. */
  readonly intendedSeconds: number
  /** Index into the plan's phases. */
  readonly phase: number
  /** Index into the plan's requests. */
  readonly request: number
  /** The user who waits for its end, as the source counts them; -1 where none does. */
  readonly user: number
  /** Absent where no request of the plan varies. */
  readonly draw?: Draw
}

/** Where due arrivals go. */
export interface ArrivalSink {
  offer(arrival: Arrival): void
}

/** The arrivals of one phase, released as they fall due. All instants are on the clock's axis. */
export interface ArrivalSource {
  /** Infinity where none is known: in an open phase it is over, in a closed one the next response may bring one. */
  nextDueSeconds(): number
  /** Offers everything whose intended start is not after `nowSeconds`, in order. */
  releaseDue(nowSeconds: number, sink: ArrivalSink): void
  /** To be called when an arrival of this phase ended. */
  ended(arrival: Arrival, outcome: OutcomeCode, nowSeconds: number): void
}
