// Limits how many connections are being opened at once. A listening socket queues a few hundred; beyond that the kernel
// drops handshakes, which then take a second or more, and not all of them visibly.

import { Fifo } from './fifo.ts'

export class ConnectLimiter {
  readonly #limit: number
  readonly #waiting = new Fifo<() => void>()
  #opening = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Starts now, or when others have left. Each start must be followed by one `leave`. */
  enter(start: () => void): void {
    this.#waiting.push(start)
    this.#startNext()
  }

  leave(): void {
    this.#opening--
    this.#startNext()
  }

  #startNext(): void {
    if (this.#opening >= this.#limit) return
    const start = this.#waiting.shift()
    if (!start) return
    this.#opening++
    start()
  }
}
