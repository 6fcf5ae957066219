// Decides when the connections are open enough to start.
//
//   - All are open, and have been for a moment: a service may accept a connection and close it at once.
//   - Not all can be opened, and each was tried: after 1.5 s they are waited for no longer.
//   - Opening neither succeeds nor fails: after 5 s they are waited for no longer.

import type { ConnectionPool } from '../connections/connection.ts'
import type { Alarm, Timers } from '../timers.ts'

const SETTLED_SECONDS = 0.02
const ALL_TRIED_SECONDS = 1.5
const AT_MOST_SECONDS = 5

export interface OpeningWatchOptions {
  readonly timers: Timers
  readonly pool: Pick<ConnectionPool, 'openCount' | 'allTried'>
  /** How many connections are to be open. */
  readonly connections: number
  /** Called once. */
  readonly onReady: () => void
}

export class OpeningWatch {
  readonly #options: OpeningWatchOptions
  readonly #startSeconds: number
  #allOpenSince: number | undefined
  #alarm: Alarm | undefined
  #isOver = false

  constructor(options: OpeningWatchOptions) {
    this.#options = options
    this.#startSeconds = options.timers.nowSeconds()
    this.update()
  }

  /** To be called whenever a connection was opened or closed, or could not be opened. */
  update(): void {
    if (this.#isOver) return
    const { timers, pool, connections } = this.#options
    const nowSeconds = timers.nowSeconds()
    if (pool.openCount < connections) this.#allOpenSince = undefined
    else this.#allOpenSince ??= nowSeconds
    const readySeconds = this.#readySeconds(nowSeconds)
    if (nowSeconds >= readySeconds) this.#finish()
    else this.#wakeIn(readySeconds - nowSeconds)
  }

  /** `onReady` is not called any more. */
  cancel(): void {
    this.#isOver = true
    this.#disarm()
  }

  /** When the watch ends unless something changes before. */
  #readySeconds(nowSeconds: number): number {
    const settled = (this.#allOpenSince ?? Number.POSITIVE_INFINITY) + SETTLED_SECONDS
    const givenUp = this.#startSeconds + AT_MOST_SECONDS
    const tried = this.#startSeconds + ALL_TRIED_SECONDS
    const isTried = nowSeconds < tried || this.#options.pool.allTried
    return Math.min(settled, givenUp, isTried ? tried : Number.POSITIVE_INFINITY)
  }

  #wakeIn(seconds: number): void {
    this.#disarm()
    this.#alarm = this.#options.timers.sleep(seconds, () => this.update())
  }

  #disarm(): void {
    if (this.#alarm) this.#options.timers.cancel(this.#alarm)
  }

  #finish(): void {
    this.cancel()
    this.#options.onReady()
  }
}
