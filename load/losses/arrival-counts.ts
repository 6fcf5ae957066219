// How many arrivals there are of each second, phase and request.

export interface CountedArrivals {
  /** [second, second + 1) of the run. */
  readonly second: number
  /** Index into the plan's phases. */
  readonly phase: number
  /** Index into the plan's requests. */
  readonly request: number
  readonly count: number
}

/** Before every second of a run. */
export const FOLDED_SECOND = -1

/** Of one phase and request. */
export interface PlaceCounts {
  readonly phase: number
  readonly request: number
  readonly seconds: readonly (readonly [second: number, count: number])[]
}

export class ArrivalCounts {
  readonly #requestCount: number
  /** By phase and request: counts by second. */
  readonly #counts = new Map<number, Map<number, number>>()

  /** @param requestCount how many requests the plan has */
  constructor(requestCount: number) {
    this.#requestCount = requestCount
  }

  add(second: number, phase: number, request: number, count = 1): void {
    const key = phase * this.#requestCount + request
    let seconds = this.#counts.get(key)
    if (seconds === undefined) {
      seconds = new Map()
      this.#counts.set(key, seconds)
    }
    seconds.set(second, (seconds.get(second) ?? 0) + count)
  }

  /** Keeps what lies before that second as one sum, in `FOLDED_SECOND`, so that a long run takes no more memory. */
  foldBefore(second: number): void {
    for (const seconds of this.#counts.values())
      for (const [each, count] of seconds) {
        if (each >= second || each === FOLDED_SECOND) continue
        seconds.delete(each)
        seconds.set(FOLDED_SECOND, (seconds.get(FOLDED_SECOND) ?? 0) + count)
      }
  }

  /** All of them; phase by phase, request by request, ascending by second. */
  all(): CountedArrivals[] {
    return [...this.byPlace()].flatMap(({ phase, request, seconds }) =>
      seconds.map(([second, count]) => ({ second, phase, request, count })),
    )
  }

  /** Each phase and request with its seconds, ascending. */
  *byPlace(): Generator<PlaceCounts> {
    for (const [key, seconds] of [...this.#counts].sort(([a], [b]) => a - b)) {
      const phase = Math.floor(key / this.#requestCount)
      yield { phase, request: key % this.#requestCount, seconds: [...seconds].sort(([a], [b]) => a - b) }
    }
  }
}
