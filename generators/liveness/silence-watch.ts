// Whether the other side has gone silent. Pure: instants are handed in, in seconds.
//
//   - The other side is silent when nothing was heard of it for a while, during which both the broker and this process were
//     there to hear it. A process that was stopped, or busy for long, has heard nothing for a reason of its own.
//   - While the broker is away nobody can be heard: it may come back, and nothing is lost until then, because results wait.
//     It is given up after a longer while.

import { PausedLooks } from './paused-looks.ts'

/** A coordinator goes on without a generator, and says so, after this long. */
export const GENERATOR_SILENT_SECONDS = 1.5

/** A generator stops by itself when it has heard nothing of its coordinator for this long: a report may keep that busy. */
export const COORDINATOR_SILENT_SECONDS = 5

/** A broker that is started anew is there again within a second or two. */
export const BROKER_AWAY_SECONDS = 10

export type Silence = 'none' | 'silent' | 'broker-away'

export class SilenceWatch {
  readonly #silentSeconds: number
  readonly #awaySeconds: number
  #heardSeconds: number
  readonly #looks: PausedLooks
  /** Undefined while the broker is there. */
  #awaySince: number | undefined

  constructor(silentSeconds: number, nowSeconds: number, awaySeconds = BROKER_AWAY_SECONDS) {
    this.#silentSeconds = silentSeconds
    this.#awaySeconds = awaySeconds
    this.#heardSeconds = nowSeconds
    this.#looks = new PausedLooks(nowSeconds)
  }

  heard(nowSeconds: number): void {
    this.#heardSeconds = Math.max(this.#heardSeconds, nowSeconds)
  }

  brokerAway(nowSeconds: number): void {
    this.#awaySince ??= nowSeconds
  }

  brokerBack(nowSeconds: number): void {
    this.#awaySince = undefined
    this.heard(nowSeconds)
  }

  /**
   * To be called a few times a second.
   * @param brokerSeenSeconds up to when the broker was there for certain: what came after that could not be heard
   */
  look(nowSeconds: number, brokerSeenSeconds = nowSeconds): Silence {
    const pausedSeconds = this.#looks.pausedSeconds(nowSeconds)
    this.#heardSeconds += pausedSeconds
    if (this.#awaySince !== undefined) this.#awaySince += pausedSeconds
    if (this.#awaySince !== undefined) return nowSeconds - this.#awaySince > this.#awaySeconds ? 'broker-away' : 'none'
    return brokerSeenSeconds - this.#heardSeconds > this.#silentSeconds ? 'silent' : 'none'
  }
}
