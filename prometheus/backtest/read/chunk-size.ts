// How long a piece of the record may be: so many samples that an answer is small, and so few questions that their number
// does not matter.

/** About 10 MB of JSON. */
const SAMPLES_WANTED = 400_000
const FIRST_MS = 600_000
const SHORTEST_MS = 1_000
const LONGEST_MS = 24 * 3_600_000
/** From one piece to the next; and after a piece that was too much to be answered at once, from where it gets faster again. */
const FASTEST_GROWTH = 4
const CAREFUL_GROWTH = 1.25

export class ChunkSize {
  #ms = FIRST_MS
  #growth = FASTEST_GROWTH

  get ms(): number {
    return this.#ms
  }

  /** After a piece of that length with so many samples, answered in parts as long as `answeredMs`. */
  learn(lengthMs: number, samples: number, answeredMs: number): void {
    const fitting = samples === 0 ? LONGEST_MS : Math.floor((lengthMs * SAMPLES_WANTED) / samples)
    const isTooMuch = answeredMs < lengthMs
    const next = isTooMuch ? answeredMs : Math.floor(this.#growth * lengthMs)
    this.#growth = isTooMuch ? CAREFUL_GROWTH : Math.min(FASTEST_GROWTH, CAREFUL_GROWTH * this.#growth)
    this.#ms = Math.max(SHORTEST_MS, Math.min(LONGEST_MS, fitting, next))
  }
}
