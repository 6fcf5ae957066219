// By how much another machine's clock is ahead of ours, as far as it can be known from here. Seconds.

export interface ClockReading {
  /** When it was so, on our clock. */
  readonly atSeconds: number
  /** Theirs − ours. */
  readonly offsetSeconds: number
  /** The true offset lies no further away than this, then. */
  readonly uncertaintySeconds: number
}
