// Holds everything while the service is stalled. Releases all at once, in the order of arrival.

import { type Cancel, NOTHING } from '../model/cancel.ts'

export class StallBarrier {
  #stalled = false
  readonly #waiting = new Set<() => void>()

  get waitingCount(): number {
    return this.#waiting.size
  }

  set(stalled: boolean): void {
    this.#stalled = stalled
    if (stalled) return
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const release of waiting) release()
  }

  /** Calls `passed` at once where there is no stall, else when it ends. @returns waits no longer */
  whenOver(passed: () => void): Cancel {
    if (!this.#stalled) {
      passed()
      return NOTHING
    }
    this.#waiting.add(passed)
    return () => this.#waiting.delete(passed)
  }

  /** Resolves when there is no stall, or when the signal is aborted. Never rejects. */
  async passage(signal: AbortSignal): Promise<void> {
    while (this.#stalled && !signal.aborted) await this.#nextOpening(signal)
  }

  #nextOpening(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const giveUp = () => {
        stop()
        resolve()
      }
      const stop = this.whenOver(() => {
        signal.removeEventListener('abort', giveUp)
        resolve()
      })
      signal.addEventListener('abort', giveUp, { once: true })
    })
  }
}
