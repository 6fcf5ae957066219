// The arrays that days are drawn into and rules evaluated in. Days that are simulated one after another use the same ones: what
// a trial leaves behind lies outside of the heap, and is given back late.

import { ArrayPool } from '../../prometheus/columns/expression/instants.ts'

/** Trials differ by a scrape or two. */
const ROUNDED_TO = 256

/** Nothing of some days may be used any more once arrays for the next ones are asked for. */
export class DayArrays {
  #drawn = new ArrayPool(0)
  #evaluated = new ArrayPool(0)

  /** @param scrapes how many are drawn of each series */
  forDrawing(scrapes: number): ArrayPool {
    this.#drawn = this.#drawn.withLength(roundedUp(scrapes))
    this.#drawn.takeBack()
    return this.#drawn
  }

  /** @param instants how many are evaluated together */
  forEvaluating(instants: number): ArrayPool {
    this.#evaluated = this.#evaluated.withLength(roundedUp(instants))
    return this.#evaluated
  }
}

function roundedUp(length: number): number {
  return Math.ceil(length / ROUNDED_TO) * ROUNDED_TO
}
