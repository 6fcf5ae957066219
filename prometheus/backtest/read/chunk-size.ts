// How long a piece of the record may be: so many samples that an answer is small, and so few questions that their number
// does not matter.

/** About 10 MB of JSON. */
const SAMPLES_WANTED = 400_000
const FIRST_MS = 600_000
const SHORTEST_MS = 1_000
const LONGEST_MS = 24 * 3_600_000
/** From one piece to the next. */
const FASTEST_GROWTH = 4

export class ChunkSize {
  #ms = FIRST_MS

  get ms(): number {
    return this.#ms
  }

  /** @returns whether it can become smaller still */
  halve(): boolean {
    if (this.#ms <= SHORTEST_MS) return false
    this.#ms = Math.max(SHORTEST_MS, Math.floor(this.#ms / 2))
    return true
  }

  /** After a piece of that length with so many samples. */
  learn(lengthMs: number, samples: number): void {
    const fitting = samples === 0 ? LONGEST_MS : Math.floor((lengthMs * SAMPLES_WANTED) / samples)
    this.#ms = Math.max(SHORTEST_MS, Math.min(LONGEST_MS, fitting, FASTEST_GROWTH * lengthMs))
  }
}
