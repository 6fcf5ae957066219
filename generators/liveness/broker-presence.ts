// Whether the broker is there: connected, and answering. A connection to a broker that was stopped, or whose network was
// cut, looks well for many seconds; so it is asked again and again, and whatever comes from it is an answer too. Pure:
// instants are handed in, in seconds.

import { PausedLooks } from './paused-looks.ts'

/** A broker that answers nothing for this long is away. */
export const BROKER_STALLED_SECONDS = 1.25

export interface BrokerListener {
  onAway(): void
  onBack(): void
}

export class BrokerPresence {
  readonly #listener: BrokerListener
  #isConnected = true
  #isAway = false
  /** When the question was asked that is not answered yet. */
  #askedSeconds: number | undefined
  #seenSeconds: number
  readonly #looks: PausedLooks

  constructor(listener: BrokerListener, nowSeconds: number) {
    this.#listener = listener
    this.#seenSeconds = nowSeconds
    this.#looks = new PausedLooks(nowSeconds)
  }

  /** Up to when it was there. */
  get seenSeconds(): number {
    return this.#seenSeconds
  }

  /** Whether it is time for another question. */
  get isToBeAsked(): boolean {
    return this.#isConnected && this.#askedSeconds === undefined
  }

  asked(nowSeconds: number): void {
    this.#askedSeconds = nowSeconds
  }

  /** Something came from it. */
  seen(nowSeconds: number): void {
    if (!this.#isConnected) return
    this.#seenSeconds = nowSeconds
    this.#askedSeconds = undefined
    if (!this.#isAway) return
    this.#isAway = false
    this.#listener.onBack()
  }

  disconnected(): void {
    this.#isConnected = false
    this.#askedSeconds = undefined
    this.#goAway()
  }

  connected(nowSeconds: number): void {
    this.#isConnected = true
    this.seen(nowSeconds)
  }

  /** To be called a few times a second. */
  look(nowSeconds: number): void {
    const pausedSeconds = this.#looks.pausedSeconds(nowSeconds)
    if (this.#askedSeconds === undefined) return
    this.#askedSeconds += pausedSeconds
    if (nowSeconds - this.#askedSeconds > BROKER_STALLED_SECONDS) this.#goAway()
  }

  #goAway(): void {
    if (this.#isAway) return
    this.#isAway = true
    this.#listener.onAway()
  }
}
