// Holds everything while the service is stalled. Releases all at once, in the order of arrival.

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

  /** Resolves when there is no stall, or when the signal is aborted. Never rejects. */
  async passage(signal: AbortSignal): Promise<void> {
    while (this.#stalled && !signal.aborted) await this.#nextOpening(signal)
  }

  #nextOpening(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const release = () => {
        signal.removeEventListener('abort', release)
        this.#waiting.delete(release)
        resolve()
      }
      this.#waiting.add(release)
      signal.addEventListener('abort', release, { once: true })
    })
  }
}
