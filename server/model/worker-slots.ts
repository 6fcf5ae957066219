// The model's workers: a limited number of requests is worked on at once, the rest wait in arrival order.

import { type Cancel, NOTHING } from './cancel.ts'

/** Gives the slot back. Calling it again does nothing. */
export type ReleaseSlot = () => void

export class WorkerSlots {
  readonly #capacity: number
  #inUse = 0
  /** A set keeps its order, and a waiter who goes away is removed without a search. */
  readonly #waiting = new Set<() => void>()

  /** @param capacity whole, at least 1; Infinity for no limit. @throws RangeError otherwise */
  constructor(capacity: number) {
    if (!(capacity >= 1 && (Number.isInteger(capacity) || capacity === Number.POSITIVE_INFINITY)))
      throw new RangeError(`concurrency: expected a whole number of 1 or more, or Infinity, got ${capacity}`)
    this.#capacity = capacity
  }

  get inUse(): number {
    return this.#inUse
  }

  get waitingCount(): number {
    return this.#waiting.size
  }

  /** Calls `admit` at once where a worker is free, else when one becomes free. @returns gives up the place in the queue */
  enter(admit: (release: ReleaseSlot) => void): Cancel {
    if (this.#inUse < this.#capacity) {
      admit(this.#take())
      return NOTHING
    }
    const waiter = () => admit(this.#take())
    this.#waiting.add(waiter)
    return () => this.#waiting.delete(waiter)
  }

  #take(): ReleaseSlot {
    this.#inUse++
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#inUse--
      this.#admitNext()
    }
  }

  #admitNext(): void {
    const [waiter] = this.#waiting
    if (waiter === undefined) return
    this.#waiting.delete(waiter)
    waiter()
  }
}
