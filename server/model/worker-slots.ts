// The model's workers: a limited number of requests is worked on at once, the rest wait in arrival order.

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

  /** Waits for a free worker. Undefined where the signal was aborted before: the place in the queue is given up. */
  acquire(signal: AbortSignal): Promise<ReleaseSlot | undefined> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(undefined)
      if (this.#inUse < this.#capacity) return resolve(this.#take())
      const admit = () => {
        signal.removeEventListener('abort', giveUp)
        resolve(this.#take())
      }
      const giveUp = () => {
        this.#waiting.delete(admit)
        resolve(undefined)
      }
      this.#waiting.add(admit)
      signal.addEventListener('abort', giveUp, { once: true })
    })
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
    const [admit] = this.#waiting
    if (admit === undefined) return
    this.#waiting.delete(admit)
    admit()
  }
}
