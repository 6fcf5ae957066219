// How long to wait between two attempts to renew a setup, where the last one did not help: a service that refuses
// whatever it is sent is not to be asked for a new token with every request.

const FIRST_SECONDS = 1
const LONGEST_SECONDS = 60

export class RenewalPause {
  #seconds = FIRST_SECONDS / 2
  #untilSeconds = Number.NEGATIVE_INFINITY

  /** Seconds until the next attempt may begin; 0 where it may now. */
  leftSeconds(nowSeconds: number): number {
    return Math.max(0, this.#untilSeconds - nowSeconds)
  }

  /** An attempt has ended. The next one waits, and twice as long where it comes soon again. */
  attempted(nowSeconds: number): void {
    const wasLongAgo = nowSeconds > this.#untilSeconds + LONGEST_SECONDS
    this.#seconds = wasLongAgo ? FIRST_SECONDS : Math.min(LONGEST_SECONDS, 2 * this.#seconds)
    this.#untilSeconds = nowSeconds + this.#seconds
  }
}
