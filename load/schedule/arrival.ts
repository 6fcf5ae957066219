// One request that somebody wants sent, before it is known what becomes of it.

export interface Arrival {
  /** The instant at which it should be sent. Seconds on the clock's axis. */
  readonly intendedSeconds: number
  /** Index into the plan's phases. */
  readonly phase: number
  /** Index into the plan's requests. */
  readonly request: number
  /** The closed-loop user who waits for its end, or -1. */
  readonly user: number
}

/** Where due arrivals go. */
export interface ArrivalSink {
  offer(arrival: Arrival): void
}

/** The arrivals of one phase, as time brings them. All instants are on the clock's axis. */
export interface ArrivalSource {
  /** Infinity where none is known: for good in an open phase, until an answer comes in a closed one. */
  nextDueSeconds(): number
  /** Offers everything whose intended start is not after `nowSeconds`, in order. */
  releaseDue(nowSeconds: number, sink: ArrivalSink): void
  /** An arrival of this phase ended. */
  ended(arrival: Arrival, couldConnect: boolean, nowSeconds: number): void
}
