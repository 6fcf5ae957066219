// Whether what a generator has delivered to the broker also arrives: it says with each sign of life how many messages the
// broker has taken. Pure: instants are handed in, in seconds.

/** From the broker a message takes a moment; where it has to be read again from the start, a few seconds. */
const BEHIND_SECONDS = 10

export class ArrivalWatch {
  #received = 0
  #sinceSeconds: number | undefined

  /**
   * To be called with each sign of life.
   * @returns false where messages are missing, and none has come for long
   */
  keepUp(delivered: number, received: number, nowSeconds: number): boolean {
    const isBehind = delivered > received
    if (!isBehind || received !== this.#received) this.#sinceSeconds = undefined
    this.#received = received
    if (!isBehind) return true
    this.#sinceSeconds ??= nowSeconds
    return nowSeconds - this.#sinceSeconds <= BEHIND_SECONDS
  }
}
